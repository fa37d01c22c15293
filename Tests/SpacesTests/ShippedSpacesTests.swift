import Files
import Randomness
import Spaces
import TestSupport
import Testing

/// The spaces under `spaces/`, read once.
enum Shipped {
  static let names = [
    "nasbench101", "nasbench201", "transnasbench101-micro", "transnasbench101-macro",
    "nasbench-macro",
  ]
  /// Those that are too large to list.
  static let largeNames = ["once-for-all-mobilenetv3", "autoformer-tiny", "autoformer-base"]
  static let installation = Installation(root: Locations.root.path)
  /// All names as sentences list them.
  static let known = ((try? SearchSpace.names(in: installation)) ?? []).joined(separator: ", ")

  static func space(_ name: String) throws -> SearchSpace {
    try SearchSpace.named(name, in: installation)
  }
}

@Suite struct ShippedSpacesTests {
  @Test(
    "A space has its published size and lists that many different architectures in order",
    arguments: zip(Shipped.names, [423_624, 15_625, 4_096, 3_256, 6_561]))
  func size(name: String, expected: Int) throws {
    let space = try Shipped.space(name)
    #expect(space.size == SpaceSize(expected))
    var count = 0
    var previous: Architecture?
    var outOfOrder = 0
    for architecture in space.architectures {
      if let previous, !(previous < architecture) { outOfOrder += 1 }
      previous = architecture
      count += 1
    }
    #expect(count == expected)
    #expect(outOfOrder == 0)
  }

  @Test(
    "Lowered cells fall into the expected number of classes",
    arguments: [
      ("nasbench201", 341, 5_424), ("transnasbench101-micro", 169, 1_010),
      ("transnasbench101-macro", 0, 3_256), ("nasbench-macro", 0, 27 * 3 * 7 * 7),
    ])
  func classes(name: String, disconnected: Int, distinct: Int) throws {
    let space = try Shipped.space(name)
    var forms: Set<OperatorGraph.CanonicalForm> = []
    var cut = 0
    for architecture in space.architectures {
      if let graph = space.operatorGraph(of: architecture) {
        forms.insert(graph.canonicalForm)
      } else {
        cut += 1
      }
    }
    #expect(cut == disconnected)
    #expect(forms.count == distinct)
  }

}
