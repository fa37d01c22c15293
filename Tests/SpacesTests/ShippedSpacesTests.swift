import Files
import Randomness
import Spaces
import TestSupport
import Testing

/// The spaces under `spaces/`, read once.
enum Shipped {
  /// Those that can be listed.
  static let listed = [
    "nasbench101", "nasbench201", "transnasbench101-micro", "transnasbench101-macro",
    "nasbench-macro", "nats-bench-size", "naap440",
  ]
  /// Those that can only be sampled.
  static let endless = [
    "darts", "darts-oncenas", "once-for-all-mobilenetv3", "autoformer-tiny", "autoformer-small",
    "autoformer-base", "nds-nasnet", "nds-amoebanet", "nds-pnas", "nds-enas",
    "lanas-nasnet", "accel-nasbench",
  ]
  static let names = listed + endless
  /// Their operators are described by variables, and they have no cells.
  static let wholeNetworks = names.filter {
    $0.hasPrefix("once-for-all") || $0.hasPrefix("autoformer") || $0 == "nats-bench-size"
      || $0 == "naap440"
      || $0 == "accel-nasbench"
  }
  /// Tested by `GrammarSpaceTests`.
  static let grammars = ["einspace", "hnas-bench-201"]
  static let installation = Installation(root: Locations.root.path)

  static func space(_ name: String) throws -> SearchSpace {
    try SearchSpace.named(name, in: installation)
  }

  /// Architectures from all over a space: every one, or every 101st of a large one, or a sample of
  /// one without end.
  static func architectures(of space: SearchSpace) -> any Sequence<Architecture> {
    guard endless.contains(space.name) else {
      return space.architectures.lazy.enumerated().filter {
        space.name != "nasbench101" || $0.offset % 101 == 0
      }.map(\.element)
    }
    var random = SplitMix64(seed: 1)
    return (0..<1_000).map { _ in space.sample(using: &random) }
  }
}

@Suite struct ShippedSpacesTests {
  @Test(
    "A space has its published size and lists that many different architectures in order",
    arguments: zip(Shipped.listed, [423_624, 15_625, 4_096, 3_256, 6_561, 32_768, 736]))
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

  @Test("Every space file that is shipped is tested")
  func complete() throws {
    #expect(
      try SearchSpace.names(in: Shipped.installation) == (Shipped.names + Shipped.grammars).sorted()
    )
  }

  @Test("As many cells of NAS-Bench-201 as papers say have no operator that leads nowhere")
  func idleOperators() throws {
    let space = try Shipped.space("nasbench201")
    #expect(space.architectures.filter { !space.hasIdleOperators($0) }.count == 9_445)
    let idle = try space.architecture(
      parsing: "|none~0|+|none~0|skip_connect~1|+|nor_conv_3x3~0|none~1|none~2|")
    #expect(space.hasIdleOperators(idle))
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
