import Documents
import Export
import Files
import Foundation
import Networks
import Spaces
import TestSupport
import Testing

@Suite("Spaces of whole networks")
struct WholeNetworksTests {
  private let installation = Installation(root: Locations.root.path)

  @Test("Parameters and FLOPs are those of the published networks, written anew in PyTorch")
  func counts() throws {
    let text = try String(
      contentsOf: Locations.goldens.appendingPathComponent("networks/whole-networks.tsv"),
      encoding: .utf8)
    let rows = text.split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t").map(String.init)
    }
    #expect(rows.count == 37)
    for row in rows {
      let space = try SearchSpace.named(row[0], in: installation)
      let cost = NetworkCost(
        of: try space.network(
          of: space.architecture(parsing: row[2]), for: space.dataSet(named: row[1])))
      #expect(cost.parameters == Int(row[3]), "\(row[2])")
      #expect(cost.multiplyAccumulates == Int(row[4]), "\(row[2])")
    }
  }

  private func network(_ layers: String, resolution: Int = 8) throws -> Network {
    let yaml = """
      format: 1
      name: small
      operators:
        - {name: in, role: input, description: Input}
        - name: block
          role: operation
          description: Block
          lowering: \(layers)
        - {name: out, role: output, description: Output}
      topology: {kind: chain-of-choices, positions: [{operators: [block]}]}
      skeleton:
        stem: []
        stages: [{cells: 1, channels: 3}]
        head: []
        data-sets: [{name: toy, resolution: \(resolution), classes: 5}]
      notations: [{name: json, kind: chain-json}]

      """
    let space = try SearchSpace(yaml: yaml, path: "small.yaml")
    return try space.network(
      of: space.architecture(parsing: #"{"operators":["block"]}"#), for: space.dataSet())
  }

  @Test("Modern layers have the shapes, weights and products counted by hand")
  func handCounted() throws {
    let attention = try network(
      "[{patch-embedding: {size: 2, channels: 12}}, class-token, position-embedding, layer-norm, "
        + "{attention: {heads: 2, head-channels: 5, relative-positions: 3}}]")
    let cost = NetworkCost(of: attention)
    #expect(attention.output.shape == .init(channels: 12, height: 17, width: 1))
    #expect(
      cost.parameters == (3 * 4 * 12 + 12) + 12 + 12 * 17 + 24 + (12 * 30 + 30) + 4 * 8 * 5
        + (10 * 12 + 12))
    #expect(
      cost.multiplyAccumulates == 16 * 3 * 4 * 12 + 17 * 12 * 30 + 2 * 17 * 17 * 10 + 17 * 10 * 12)
    #expect(cost.depth == 3)
    #expect(cost.receptiveField == 8)
    let gated = try network(
      "[{convolution: {kernel: 1, channels: 72}}, {squeeze-excite: {channels: 1/4 current by 8}}]")
    // 18 becomes 24, because 16 would be less by more than a tenth.
    #expect(NetworkCost(of: gated).parameters == 3 * 72 + 72 * 24 + 24 + 24 * 72 + 72)
    #expect(NetworkCost(of: gated).multiplyAccumulates == 64 * 3 * 72 + 2 * 72 * 24)
    let mixer = try network("[{linear: {features: 3.5 input, bias: false}}, gelu]")
    #expect(mixer.output.shape == .init(channels: 10, height: 8, width: 8))
    #expect(NetworkCost(of: mixer).parameters == 30)
  }

  @Test("A residual stands only where the shape is kept")
  func residual() throws {
    func sums(_ channels: Int, _ stride: Int) throws -> Int {
      try network(
        "[{residual: [{convolution: {kernel: 3, channels: \(channels), stride: \(stride)}}]}]"
      )
      .layers.count { $0.kind == .sum }
    }
    #expect(try sums(3, 1) == 1)
    #expect(try sums(4, 1) == 0)
    #expect(try sums(3, 2) == 0)
  }

  @Test("A node of a graph is computed once, however often it is read")
  func sharedNode() throws {
    let edges = [
      "[0, 1, [{convolution: {kernel: 3, channels: 5}}]]", "[1, 2, [relu]]", "[1, 3, []]",
      "[2, 3, [{convolution: {kernel: 1, channels: 5}}]]",
    ]
    for order in [edges, edges.reversed()] {
      let graph = try network("[{graph: [\(order.joined(separator: ", "))]}]")
      #expect(NetworkCost(of: graph).parameters == 9 * 3 * 5 + 5 * 5)
      #expect(graph.output.kind == .sum)
      #expect(graph.output.shape == .init(channels: 5, height: 8, width: 8))
    }
    // A sum of rows gives the same.
    let rows = try network(
      "[{sum: [[relu, {convolution: {kernel: 3}}], []]}]")
    let graph = try network(
      "[{graph: [[0, 1, [relu, {convolution: {kernel: 3}}]], [0, 1, []]]}]")
    #expect(graph.layers == rows.layers)
    #expect(
      try network("[{graph: [[0, 1, [relu]]]}]").layers == network("[relu]").layers)
  }

  @Test(
    "Graphs that make no sense are refused with what is wrong",
    arguments: [
      ("[[0, 2, []]]", "has no edge to node 1; add one, or leave out its number"),
      ("[[0, 1, []], [0, 2, []]]", "has no edge out of node 1, so nothing reads it"),
      ("[[1, 1, []]]", "expected a whole number from 2 to 63"),
      ("[[0, 1]]", "has 2 elements; expected the number of the source"),
      ("[]", "is an empty list"),
      ("[[0, 64, []]]", "expected a whole number from 1 to 63"),
    ])
  func wrongGraphs(edges: String, problem: String) throws {
    do {
      _ = try network("[{graph: \(edges)}]")
      Issue.record("read: \(edges)")
    } catch let error as DocumentError {
      #expect(error.description.contains(problem), "\(error)")
    }
  }

  @Test(
    "Modern layers that do not fit are said with their place",
    arguments: [
      (
        "[{attention: {heads: 2}}]",
        "3 channels cannot be shared by 2 heads; give \"head-channels\""
      ),
      ("[global-average-pooling, {attention: {heads: 3}}]", "attention meets a vector"),
      ("[take-class-token]", "3x8x8 has no class token; expected \"class-token\" before"),
      ("[global-average-pooling, class-token]", "tokens are expected, and a vector of 3 found"),
      (
        "[class-token, drop-class-token, {attention: {heads: 3, relative-positions: 2}}]",
        "relative positions of 3x64x1; expected a feature map, or the tokens of a square map"
      ),
      (
        "[{gate: [{convolution: {kernel: 1, channels: 4}}]}]",
        "a gate of 4x8x8 for 3x8x8; expected the same shape"
      ),
      ("[{patch-embedding: {size: 16, channels: 4}}]", "nothing is left of 3x8x8"),
      (
        "[global-average-pooling, {convolution: {kernel: 1}}]",
        "a convolution meets a vector of 3 channels"
      ),
      ("[{linear: {features: 1/4 input}}]", "a linear layer of 3x8x8 would have no features"),
      ("[{attention: {heads: 1024, head-channels: 65536}}]", "is too large"),
    ])
  func mistakes(layers: String, problem: String) throws {
    do {
      _ = try network(layers)
      Issue.record("built: \(layers)")
    } catch let error as NetworkError {
      #expect(error.description.contains(problem), "\(error)")
    }
  }

  @Test("Distances of positions are those of the published code")
  func distances() {
    let relative = Network.RelativePositions(largest: 1, width: 2, hasClassToken: true)
    #expect(
      relative.indices(positions: 5, inRows: true) == [
        0, 0, 0, 0, 0,  //
        0, 2, 2, 3, 3,  //
        0, 2, 2, 3, 3,  //
        0, 1, 1, 2, 2,  //
        0, 1, 1, 2, 2,
      ])
    #expect(
      Array(relative.indices(positions: 5, inRows: false).suffix(5)) == [0, 1, 2, 1, 2])
  }
}
