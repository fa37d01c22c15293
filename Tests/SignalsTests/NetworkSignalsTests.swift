import Files
import Foundation
import Networks
import Signals
import Spaces
import TestSupport
import Testing
import Wording

@Suite("Signals of whole networks")
struct NetworkSignalsTests {
  private let installation = Installation(root: Locations.root.path)

  @Test("Closed-form NASWOT equals the independent implementation")
  func goldens() throws {
    let text = try String(
      contentsOf: Locations.goldens.appendingPathComponent("networks/naswot.csv"), encoding: .utf8)
    let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(rows.count == 42)
    for row in rows {
      let space = try SearchSpace.named(String(row[0]), in: installation)
      let network = try space.network(
        of: space.architecture(parsing: String(row[1])), for: space.dataSet())
      let expected = try #require(Double(row[2]))
      // Some hundred roundings in double precision; the arc cosine near 1 amplifies them.
      #expect(abs(NetworkSignals(of: network).naswot - expected) < 1e-9 * expected, "\(row[1])")
    }
  }

  @Test("A network that passes nothing on tells nothing apart")
  func zeros() throws {
    let space = try SearchSpace.named("nasbench201", in: installation)
    let network = try space.network(
      of: space.architecture(parsing: "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"),
      for: space.dataSet())
    let signals = NetworkSignals(of: network)
    #expect(signals.naswot.isFinite)
    #expect(signals.correlation == 1)
  }
}

@Suite("Building networks")
struct NetworkBuildingTests {
  private let installation = Installation(root: Locations.root.path)

  @Test("Vertices get their channels as NAS-Bench-101's code hands them out")
  func vertexChannels() throws {
    // Two producers of the output share 128 channels, a third one that feeds both takes the wider.
    let space = try SearchSpace.named("nasbench101", in: installation)
    let architecture = try space.architecture(
      parsing:
        "01000/00110/00001/00001/00000:input|conv1x1-bn-relu|conv3x3-bn-relu|maxpool3x3|output")
    let network = try space.network(of: architecture, for: space.dataSet())
    let shapes = network.layers.filter { network.name(of: $0).hasPrefix("stage 1/cell 1/vertex") }
      .map(
        \.shape.channels)
    #expect(shapes.allSatisfy { $0 == 64 })
    #expect(network.output.shape.channels == 10)
  }

  @Test("Depth, receptive field and activations of a network counted by hand")
  func handCounted() throws {
    let yaml = """
      format: 1
      name: hand
      operators:
        - {name: in, role: input, description: Input}
        - {name: none, role: zero, description: No connection}
        - name: conv
          role: operation
          description: 3x3 convolution
          lowering: [{convolution: {kernel: 3, dilation: 2}}, relu]
        - {name: out, role: output, description: Output}
      topology:
        {kind: operators-on-edges, nodes: 2, input: 0, output: 1, edges: [[0, 1]], operators: \
      [none, conv]}
      skeleton:
        stem: [{convolution: {kernel: 3, stride: 2, channels: 4, bias: true}}]
        stages: [{cells: 2, channels: 4}]
        head: [global-average-pooling, {linear: {features: classes}}]
        data-sets: [{name: toy, resolution: 8, classes: 5}]
      notations: [{name: text, kind: edges-by-node}]

      """
    let space = try SearchSpace(yaml: yaml, path: "hand.yaml")
    let network = try space.network(
      of: space.architecture(parsing: "|conv~0|"), for: space.dataSet())
    let cost = NetworkCost(of: network)
    #expect(cost.parameters == (3 * 9 * 4 + 4) + 2 * (4 * 9 * 4) + (4 * 5 + 5))
    #expect(cost.multiplyAccumulates == 27 * 4 * 16 + 2 * 36 * 4 * 16 + 20)
    #expect(cost.depth == 4)
    // 3, then twice two gaps of two positions that are two pixels apart.
    #expect(cost.receptiveField == 3 + 2 * (2 * 2 * 2))
    #expect(cost.activations == 64 + 2 * 128 + 4 + 5)
    let dead = NetworkCost(
      of: try space.network(of: space.architecture(parsing: "|none~0|"), for: space.dataSet()))
    #expect(dead.depth == 1, "only the linear layer computes, on zeros")
  }

  @Test("What does not fit is said with its place")
  func mistakes() throws {
    let space = try SearchSpace.named("nasbench201", in: installation)
    #expect(throws: UnknownNameError.self) { try space.dataSet(named: "cifar11") }
    let yaml = try InputFile.text(
      at: Locations.spaces.appendingPathComponent("nasbench201.yaml").path)
    func problem(_ old: String, _ new: String) throws -> String {
      #expect(yaml.contains(old))
      let space = try SearchSpace(
        yaml: yaml.replacingOccurrences(of: old, with: new), path: "mine.yaml")
      do {
        let architecture = try space.architecture(
          parsing: "|nor_conv_1x1~0|+|none~0|none~1|+|skip_connect~0|nor_conv_3x3~1|none~2|")
        _ = try space.network(of: architecture, for: space.dataSet())
        return "nothing thrown"
      } catch {
        return "\(error)"
      }
    }
    #expect(
      try problem(
        "[relu, {convolution: {kernel: 3, stride: place}}, batch-norm]",
        "[{convolution: {kernel: 3, stride: 2}}]")
        == "stage 1/cell 1/node 3: cannot add 16x32x32 and 16x16x16; expected equal shapes")
    #expect(
      try problem("global-average-pooling, ", "").hasPrefix(
        "head: a linear layer meets 64x8x8; expected a global pooling"))
    #expect(
      try problem("{kernel: 3, channels: 16}", "{kernel: 3, channels: 16, groups: 5}")
        == "stem: a convolution from 3 to 16 channels cannot have 5 groups")
  }
}
