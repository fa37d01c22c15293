import Files
import Networks
import Spaces
import TestSupport
import Testing

@Suite("Networks of cells with several edges between two nodes") struct OwnChoicesTests {
  @Test("Parallel edges add up, and every layer has a name of its own")
  func parallel() throws {
    let space = try SearchSpace(
      yaml: """
        format: 1
        name: parallel
        operators:
          - {name: in, role: input, description: Input of the cell}
          - {name: none, role: zero, description: No connection}
          - {name: conv, role: operation, description: 3x3 convolution,
             lowering: [{convolution: {kernel: 3, stride: place}}]}
          - {name: out, role: output, description: Output of the cell}
        topology:
          kind: operators-on-edges
          nodes: 2
          input: 0
          output: 1
          edges:
            - {edge: [0, 1], operators: [none, conv]}
            - {edge: [0, 1], operators: [none, conv]}
        skeleton:
          stem: [{convolution: {kernel: 3, channels: 8}}]
          stages: [{cells: 1, channels: 8, stride: 1}]
          head: [global-average-pooling]
          data-sets: [{name: cifar10, resolution: 32, classes: 10}]
        notations: [{name: text, kind: edges-by-node}]
        """, path: "parallel.yaml", in: Installation(root: Locations.root.path))
    func network(_ text: String) throws -> Network {
      try space.network(of: space.architecture(parsing: text), for: space.dataSet())
    }
    let (one, two) = (try network("|conv~0|none~0|"), try network("|conv~0|conv~0|"))
    // One more convolution of 3 x 3 from 8 to 8 channels.
    #expect(NetworkCost(of: two).parameters == NetworkCost(of: one).parameters + 9 * 8 * 8)
    let names = two.layers.map(two.name(of:))
    #expect(Set(names).count == names.count)
  }
}
