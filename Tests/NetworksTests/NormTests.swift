import Networks
import Signals
import Spaces
import Testing

@Suite("Norms and activations")
struct NormTests {
  private func network(_ lowering: String) throws -> Network {
    let space = try SearchSpace(
      yaml: """
        format: 1
        name: norms
        operators:
          - {name: in, role: input, description: Input of the network}
          - {name: op, role: operation, description: 3x3 convolution, lowering: [\(lowering)]}
          - {name: out, role: output, description: Output of the network}
        topology: {kind: chain-of-choices, positions: [{operators: [op]}]}
        skeleton:
          stem: [{convolution: {kernel: 3, channels: 16}}]
          stages: [{cells: 1, channels: 16}]
          head: [global-average-pooling, {linear: {features: classes}}]
          data-sets: [{name: small, resolution: 8, classes: 10}]
        notations:
          - {name: json, kind: chain-json}

        """, path: "norms.yaml")
    return try space.network(
      of: space.architecture(parsing: #"{"operators":["op"]}"#), for: space.dataSet())
  }

  @Test(
    "A norm has a scale and a shift for each channel, that of a map for each element",
    arguments: [("batch-norm", 2 * 16), ("instance-norm", 2 * 16), ("map-norm", 2 * 16 * 8 * 8)])
  func parameters(norm: String, expected: Int) throws {
    let bare = NetworkCost(of: try network("relu")).parameters
    #expect(NetworkCost(of: try network("\(norm), relu")).parameters == bare + expected)
  }

  @Test("Norms of any kind bring the variance to 1 and keep the correlation")
  func signals() throws {
    func correlation(_ norm: String) throws -> Double {
      // The sum shows the variance of one branch against the other's.
      NetworkSignals(
        of: try network(
          "{convolution: {kernel: 3}}, relu, \(norm), {sum: [[], [{convolution: {kernel: 3}}, "
            + "batch-norm, relu]]}"
        )
      ).correlation
    }
    let expected = try correlation("batch-norm")
    #expect(abs(try correlation("instance-norm") - expected) < 1e-12)
    #expect(abs(try correlation("map-norm") - expected) < 1e-12)
    #expect(try abs(correlation("relu") - expected) > 1e-3)
  }

  @Test(
    "Activations keep shapes and weigh nothing",
    arguments: ["hard-swish", "mish", "leaky-relu"])
  func activations(activation: String) throws {
    let plain = NetworkCost(of: try network("{convolution: {kernel: 3}}, relu"))
    #expect(NetworkCost(of: try network("{convolution: {kernel: 3}}, \(activation)")) == plain)
  }
}
