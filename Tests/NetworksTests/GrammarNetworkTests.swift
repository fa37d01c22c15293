import Documents
import Networks
import Spaces
import Testing

@Suite("Networks of grammars")
struct GrammarNetworkTests {
  private static func yaml(downChannels: String = "place") -> String {
    """
    format: 1
    name: grown
    operators:
      - {name: in, role: input, description: Input of the network}
      - {name: none, role: zero, description: No connection}
      - {name: skip, role: identity, description: Skip connection, lowering: []}
      - name: conv
        role: operation
        description: 3x3 convolution
        lowering: [{convolution: {kernel: 3}}, batch-norm]
      - {name: half, role: operation, description: 1x1 convolution, lowering: [{convolution: \
    {kernel: 1}}]}
      - name: down
        role: operation
        description: 3x3 convolution with stride 2
        lowering: [{convolution: {kernel: 3, stride: place, channels: \(downChannels)}}]
      - {name: out, role: output, description: Output of the network}
    topology:
      kind: grammar
      motifs:
        - {name: Halves, edges: [[0, 1, half], [0, 2, half], [1, 3, 0], [2, 3, 1]], concatenate: \
    [3]}
        - {name: Twins, edges: [[0, 1, 0], [0, 1, 0]]}
      shapes:
        network: {channels: 2, resolution: 1/2}
        down: {channels: 2, resolution: 1/2}
        half: {channels: 1/2}
      rules:
        network:
          - sequence(block, down, block)
        block:
          - Halves(inner, inner)
          - Twins(inner)
          - inner
        inner:
          - conv
          - sum(conv, skip)
          - skip
          - none
    skeleton:
      stem: [{convolution: {kernel: 3, channels: 16}}]
      stages: [{cells: 1, channels: 16}]
      head: [global-average-pooling, {linear: {features: classes}}]
      data-sets: [{name: small, resolution: 9, classes: 10}]
    notations:
      - {name: expression, kind: expression}

    """
  }

  private func network(_ text: String, _ yaml: String = yaml()) throws -> Network {
    let space = try SearchSpace(yaml: yaml, path: "x.yaml")
    return try space.network(of: space.architecture(parsing: text), for: space.dataSet())
  }

  /// Stem, the step down and the classifier.
  private let fixed = 3 * 16 * 9 + 16 * 32 * 9 + 32 * 10 + 10

  @Test(
    "Parameters are those that one counts by hand",
    arguments: [
      ("sequence(skip, down, skip)", 0),
      ("sequence(conv, down, skip)", 16 * 16 * 9 + 32),
      ("sequence(skip, down, sum(conv, skip))", 32 * 32 * 9 + 64),
      ("sequence(Twins(conv), down, skip)", 2 * (16 * 16 * 9 + 32)),
      ("sequence(Halves(conv, skip), down, skip)", 2 * 16 * 8 + 8 * 8 * 9 + 16),
      // A part that only zeros feed keeps its shape: the halves and all behind them are built.
      ("sequence(Halves(none, skip), down, none)", 2 * 16 * 8),
      ("sequence(none, down, Halves(none, none))", 2 * 32 * 16),
    ])
  func parameters(text: String, expected: Int) throws {
    let network = try network(text)
    #expect(NetworkCost(of: network).parameters == fixed + expected)
    let last = try #require(network.layers.last { $0.shape.height > 1 })
    #expect(last.shape == Network.Shape(channels: 32, height: 5, width: 5))
  }

  @Test("A lowering that changes the shape otherwise than the topology says is refused")
  func mismatch() throws {
    let error = #expect(throws: NetworkError.self) {
      try network("sequence(skip, down, skip)", GrammarNetworkTests.yaml(downChannels: "24"))
    }
    #expect(
      error?.description
        == "stage 1/cell 1/map 2 down: the lowering makes 24x5x5 of 16x9x9; expected 32 channels "
        + "and a stride of 2, as \"shapes\" of the topology says")
  }

  @Test("Channels that cannot be halved are refused")
  func indivisible() throws {
    let yaml = GrammarNetworkTests.yaml().replacing(
      "kernel: 3, channels: 16", with: "kernel: 3, channels: 15")
    let error = #expect(throws: NetworkError.self) {
      try network("sequence(Halves(conv, conv), down, skip)", yaml)
    }
    #expect(
      error?.description
        == "stage 1/cell 1/map 1 half: 15 channels cannot become 1/2 times as many")
  }
}
