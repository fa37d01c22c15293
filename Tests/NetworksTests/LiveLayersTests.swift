import Files
import Networks
import Spaces
import TestSupport
import Testing

@Suite("Layers that count")
struct LiveLayersTests {
  private let space: SearchSpace

  init() throws {
    space = try SearchSpace.named("nasbench201", in: Installation(root: Locations.root.path))
  }

  private func network(_ cell: String) throws -> Network {
    try space.network(of: space.architecture(parsing: cell), for: space.dataSet())
  }

  @Test("Where every operator is on a way to the output, every layer counts")
  func wholeCells() throws {
    let network = try network(
      "|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_3x3~2|")
    #expect(network.layers.allSatisfy { $0.isLive })
    #expect(network.liveMultiplyAccumulates == NetworkCost(of: network).multiplyAccumulates)
  }

  @Test(
    "Operators that lead nowhere, or that nothing leads to, do not count",
    arguments: [
      // Node 2 leads nowhere.
      "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|none~0|nor_conv_1x1~1|none~2|",
      // Nothing leads to node 2.
      "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|nor_conv_1x1~1|nor_conv_3x3~2|",
    ])
  func idleOperators(cell: String) throws {
    let bare = try network(
      "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|nor_conv_1x1~1|none~2|")
    let idle = try network(cell)
    #expect(
      NetworkCost(of: idle).multiplyAccumulates > NetworkCost(of: bare).multiplyAccumulates)
    #expect(idle.liveMultiplyAccumulates == NetworkCost(of: bare).multiplyAccumulates)
  }
}
