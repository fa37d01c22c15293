import Files
import Foundation
import Networks
import Randomness
import Spaces
import TestSupport
import Testing

/// Equal cells of a stage are copied. The network is the one that building each of them makes.
@Suite("Copied cells")
struct CopiedCellsTests {
  private static let names = [
    "nasbench101", "nasbench201", "darts", "nds-pnas", "nats-bench-size",
    "transnasbench101-micro", "lanas-nasnet", "once-for-all-mobilenetv3", "autoformer-tiny",
  ]

  @Test("A copied cell has the layers, inputs and names of a built one", arguments: names)
  func copies(name: String) throws {
    let space = try SearchSpace.named(name, in: Installation(root: Locations.root.path))
    var random = SplitMix64(seed: 3)
    for _ in 0..<20 {
      let architecture = space.sample(using: &random)
      let copied = try space.network(of: architecture, for: space.dataSet())
      let built = try space.network(
        of: architecture, for: space.dataSet(), copyingCells: false)
      #expect(copied.content == built.content)
      #expect(copied.layers.map(copied.name(of:)) == built.layers.map(built.name(of:)))
      #expect(copied.layers.map(\.isLive) == built.layers.map(\.isLive))
      #expect(
        copied.layers.indices.map { copied.weights(of: $0) }
          == built.layers.indices.map { built.weights(of: $0) })
    }
  }

  @Test("A cell whose inputs are one layer is no copy of one whose inputs are two")
  func pairs() throws {
    let space = try SearchSpace.named("darts", in: Installation(root: Locations.root.path))
    var random = SplitMix64(seed: 1)
    let network = try space.network(
      of: space.sample(using: &random), for: space.dataSet())
    // Layers read earlier ones, and every cell reads another one than the cell before.
    var last: [Int] = []
    for (index, layer) in network.layers.enumerated().dropFirst() {
      #expect(network.inputs(of: layer).allSatisfy { $0 < index })
      if network.name(of: layer).hasSuffix("/output") { last.append(index) }
    }
    #expect(Set(last.map { network.inputs(of: $0)[0] }).count == last.count)
  }
}
