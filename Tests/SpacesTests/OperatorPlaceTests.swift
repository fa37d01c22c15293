import Randomness
import Spaces
import Testing

@Suite struct OperatorPlaceTests {
  private static let spaces =
    Shipped.names + [
      "darts", "darts-oncenas", "nds-pnas", "hnas-bench-201", "einspace",
      "once-for-all-mobilenetv3",
    ]

  /// A few, as derivations of grammars have hundreds of operators.
  private static func samples(_ space: SearchSpace) -> [Architecture] {
    var random = SplitMix64(seed: 11)
    return (0..<(space.kind == "grammar" ? 1 : 5)).map { _ in space.sample(using: &random) }
  }

  @Test(
    "A replacement changes one operator into another, and the space holds it",
    arguments: spaces)
  func replacements(name: String) throws {
    let space = try Shipped.space(name)
    let hasEqualBlocks =
      (space.topology as? ChainOfChoices)?.groups.contains(where: \.isUniform) ?? false
    var count = 0
    for architecture in Self.samples(space) {
      let places = space.places(of: architecture)
      #expect(!places.isEmpty || space.kind == "operators-on-nodes")
      let step = space.kind == "grammar" ? 97 : 1
      for place in stride(from: 0, to: places.count, by: step).map({ places[$0] }) {
        #expect(Set(place.replacements.map(\.operator)).count == place.replacements.count)
        for replacement in place.replacements {
          count += 1
          #expect(replacement.operator != place.operator)
          #expect(space.contains(replacement.architecture))
          #expect(space.representative(of: replacement.architecture) == replacement.architecture)
          let before = places.map(\.operator)
          let found = space.places(of: replacement.architecture).map(\.operator)
          // Where the blocks of a stage are equal, all of them change.
          let changed =
            hasEqualBlocks
            ? before.count { $0 == place.operator } - found.count { $0 == place.operator } : 1
          #expect(changed >= 1)
          var expected = before
          for _ in 0..<changed {
            expected.remove(at: expected.firstIndex(of: place.operator) ?? 0)
            expected.append(replacement.operator)
          }
          #expect(found.sorted() == expected.sorted())
        }
      }
    }
    #expect(count > 0)
  }

  @Test(
    "A removal takes one operator away or puts one that does nothing in its place",
    arguments: spaces)
  func removals(name: String) throws {
    let space = try Shipped.space(name)
    func counts(_ graph: OperatorGraph?) -> [Int] {
      space.operators.indices.map { index in graph?.nodes.count { Int($0) == index } ?? 0 }
    }
    for architecture in Self.samples(space) {
      let whole = counts(space.operatorGraph(of: architecture))
      for place in space.places(of: architecture) {
        let remainder: OperatorGraph?
        switch place.removal {
        case .architecture(let architecture):
          #expect(space.contains(architecture))
          remainder = space.operatorGraph(of: architecture)
        case .graph(let graph): remainder = graph
        case nil: continue
        }
        // Without it nothing new is computed, but an operator that moves up in a chain may be
        // another's.
        if space.kind != "chain-of-choices" {
          #expect(zip(whole, counts(remainder)).allSatisfy { $0 >= $1 })
        }
      }
    }
  }

  @Test("Places are called as the notations count")
  func calling() throws {
    func names(_ name: String, _ architecture: String) throws -> [String] {
      let space = try Shipped.space(name)
      return space.places(of: try space.architecture(parsing: architecture)).map {
        "\($0.name): \(space.operators[$0.operator].name)"
      }
    }
    #expect(
      try names(
        "nasbench201",
        "|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|"
      ).prefix(3) == ["0 -> 1: nor_conv_3x3", "0 -> 2: none", "1 -> 2: nor_conv_1x1"])
    #expect(
      try names("nasbench101", "011/001/000:input|conv3x3-bn-relu|output")
        == ["vertex 1: conv3x3-bn-relu"])
    #expect(
      try names(
        "once-for-all-mobilenetv3", "k3e6,k7e4|k3e6,k5e6|k3e4,k3e3|k5e3,k3e6|k3e6,k5e4,k3e3"
      )
      .suffix(2) == [
        "stage 5/block 2: mbconv_k5_e4_hard-swish_se",
        "stage 5/block 3: mbconv_k3_e3_hard-swish_se",
      ])
  }

  @Test("A vertex that everything passes through cannot be spared")
  func onlyVertex() throws {
    let space = try Shipped.space("nasbench101")
    let chain = try space.architecture(
      parsing: "010/001/000:input|conv3x3-bn-relu|output")
    #expect(space.places(of: chain).map { $0.removal == .graph(nil) } == [true])
    let parallel = try space.architecture(parsing: "011/001/000:input|conv3x3-bn-relu|output")
    let plain = try space.architecture(parsing: "01/00:input|output")
    #expect(space.places(of: parallel).map { $0.removal == .architecture(plain) } == [true])
  }

  @Test("A stage of variable depth loses a block as long as it may")
  func depth() throws {
    let space = try Shipped.space("once-for-all-mobilenetv3")
    let text = "k3e6,k7e4|k3e6,k5e6|k3e4,k3e3|k5e3,k3e6|k3e6,k5e4,k3e3"
    let places = space.places(of: try space.architecture(parsing: text))
    let shorter = try space.architecture(
      parsing: "k3e6,k7e4|k3e6,k5e6|k3e4,k3e3|k5e3,k3e6|k3e6,k3e3")
    #expect(places.count == 11)
    #expect(places[9].removal == .architecture(shorter))
    #expect(places[..<8].allSatisfy { $0.removal == nil })
  }

  @Test("What a motif uses twice is one operator, removed in both places and replaced in both")
  func grammar() throws {
    let space = try SearchSpace(yaml: Example.grammar, path: "tree.yaml")
    let architecture = try space.architecture(parsing: "sequence(Twice(conv), down, pool)")
    let places = space.places(of: architecture)
    #expect(places.map { space.operators[$0.operator].name } == ["conv", "down", "pool"])
    #expect(
      places[0].replacements.map { space.notation(of: $0.architecture) } == [
        "sequence(Twice(none), down, pool)"
      ])
    #expect(places[1].replacements.isEmpty)
    // In place of pool the rule derives its edges bare, too.
    #expect(
      places[2].replacements.map { space.notation(of: $0.architecture) } == [
        "sequence(Twice(conv), down, conv)", "sequence(Twice(conv), down, none)",
      ])
    guard case .graph(let remainder?) = places[0].removal else {
      Issue.record("nothing is left without the convolution")
      return
    }
    // Three plain connections side by side.
    #expect(remainder.nodes.map { space.operators[Int($0)].name } == ["in", "down", "pool", "out"])
    #expect(remainder.edges.first?.count == 3)
  }
}
