import Randomness
import Spaces
import Testing

@Suite struct GrammarTests {
  static func tree() throws -> SearchSpace {
    try SearchSpace(yaml: Example.grammar, path: "x.yaml")
  }

  /// The grammar of a space.
  static func grammar(_ space: SearchSpace) throws -> Grammar {
    try #require(space.topology as? Grammar)
  }

  @Test("The example has as many architectures as one counts by hand, each listed once in order")
  func listing() throws {
    let space = try GrammarTests.tree()
    #expect(space.size == 75)
    let all = Array(space.architectures)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0 < $1 })
    let texts = all.map { space.notation(of: $0) }
    #expect(Set(texts).count == 75)
    #expect(
      texts.prefix(4) == [
        "sequence(conv, down, conv)", "sequence(conv, down, none)",
        "sequence(conv, down, Twice(conv))", "sequence(conv, down, Twice(none))",
      ])
    #expect(texts.last == "sequence(Residual(pool, pool, none), down)")
    #expect(all.allSatisfy { space.contains($0) })
    #expect(!space.isMadeOfCells)
  }

  @Test("Counts of a grammar that recurses are those of its recurrence", arguments: 1...4)
  func recurrence(depth: Int) throws {
    let space = try SearchSpace(yaml: Example.recursion(depth: depth), path: "x.yaml")
    #expect(space.size == [3, 21, 885, 1_566_453][depth - 1])
    #expect(space.isMadeOfCells)
    guard depth < 4 else { return }
    let texts = space.architectures.map { space.notation(of: $0) }
    #expect(texts.count == space.size)
    #expect(Set(texts).count == space.size)
  }

  @Test("Every architecture is read back from every notation, and no other genes are valid")
  func roundTrip() throws {
    let space = try GrammarTests.tree()
    let all = Set(space.architectures)
    for architecture in all {
      for name in space.notationNames {
        let text = try space.notation(of: architecture, as: name)
        #expect(try space.architecture(parsing: text) == architecture)
        #expect(try space.architecture(parsing: " \(text) ", as: name) == architecture)
      }
    }
    // All strings of four genes, the longest that the space has, from 0 to 3.
    let length = try #require(all.first).genes.count
    #expect(length == 6)
    var found: Set<Architecture> = []
    for number in 0..<(1 << (2 * length)) {
      let genes = (0..<length).map { UInt8(number >> (2 * $0) & 3) }
      if space.contains(Architecture(genes: genes)) { found.insert(Architecture(genes: genes)) }
    }
    #expect(found == all)
    #expect(!space.contains(Architecture(genes: [UInt8](repeating: 0, count: length + 1))))
    #expect(!space.contains(Architecture(genes: [])))
  }

  @Test("Notations are written as documented")
  func notations() throws {
    let space = try GrammarTests.tree()
    let text = "sequence(Residual(pool, Twice(conv), none), down)"
    let architecture = try space.architecture(parsing: text)
    #expect(
      try space.notation(of: architecture, as: "derivation")
        == "(net sequence (Residual (cell pool) (cell Twice (edge conv)) (edge none)) down)")
    #expect(
      try space.notation(of: architecture, as: "json")
        == #"{"architecture":["sequence",["Residual","pool",["Twice","conv"],"none"],"down"]}"#)
  }

  @Test("Samples are uniform over the derivations (chi-square)")
  func uniform() throws {
    let space = try SearchSpace(yaml: Example.recursion(depth: 3), path: "x.yaml")
    let all = Array(space.architectures)
    var random = SplitMix64(seed: 6)
    var seen: [Architecture: Int] = [:]
    let draws = 100
    for _ in 0..<(draws * all.count) { seen[space.sample(using: &random), default: 0] += 1 }
    #expect(seen.count == all.count)
    let chiSquare = all.reduce(0.0) { sum, architecture in
      let difference = Double(seen[architecture, default: 0] - draws)
      return sum + difference * difference / Double(draws)
    }
    // 884 degrees of freedom: four standard deviations are 4 x sqrt(2 x 884).
    #expect(abs(chiSquare - 884) < 169)
  }

  @Test("Mutation reaches every architecture, and crossover mixes subtrees of one rule")
  func variation() throws {
    let space = try GrammarTests.tree()
    var random = SplitMix64(seed: 3)
    let all = Set(space.architectures)
    var seen: Set<Architecture> = []
    var open = [try #require(space.architectures.first { _ in true })]
    while let next = open.popLast() {
      for _ in 0..<200 {
        let mutant = space.mutate(next, using: &random)
        #expect(mutant != next)
        if seen.insert(mutant).inserted { open.append(mutant) }
      }
    }
    #expect(seen == all)
    let mother = try space.architecture(parsing: "sequence(conv, down, pool)")
    let father = try space.architecture(
      parsing: "sequence(Residual(Twice(none), none, none), down)")
    var children: Set<String> = []
    for _ in 0..<2_000 {
      children.insert(space.notation(of: space.crossover(mother, father, using: &random)))
    }
    #expect(
      children == [
        "sequence(Twice(none), down, pool)", "sequence(none, down, pool)",
        "sequence(conv, down, Twice(none))", "sequence(conv, down, none)",
      ])
  }

  @Test("A grammar wires what its motifs say")
  func wiring() throws {
    let space = try GrammarTests.tree()
    func graph(_ text: String) throws -> (names: [String], edges: [String])? {
      let architecture = try space.architecture(parsing: text)
      return space.operatorGraph(of: architecture).map { graph in
        (
          graph.nodes.map { space.operators[Int($0)].name },
          graph.edges.map { "\($0.source)-\($0.target)x\($0.count)" }
        )
      }
    }
    let twice = try #require(try graph("sequence(Twice(conv), down, pool)"))
    #expect(twice.names == ["in", "conv", "conv", "down", "pool", "out"])
    #expect(twice.edges == ["0-1x1", "0-2x1", "0-3x1", "1-3x1", "2-3x1", "3-4x1", "4-5x1"])
    let residual = try #require(try graph("sequence(Residual(pool, none, conv), down)"))
    #expect(residual.names == ["in", "pool", "conv", "down", "out"])
    #expect(try graph("sequence(none, down, conv)") == nil)
    let drawn = space.drawnGraph(
      of: try space.architecture(parsing: "sequence(none, down, Twice(conv))"))
    #expect(
      drawn.nodes.map { space.operators[Int($0)].name }
        == ["in", "none", "down", "conv", "conv", "skip", "out"])
    #expect(drawn.edges.count == 8)
  }

  @Test("Added operators stand wherever a rule chooses among operators that keep the shape")
  func offering() throws {
    let space = try GrammarTests.tree()
    let blur = Operator(name: "blur", role: .operation, description: "3x3 blurring convolution")
    let larger = try space.adding([blur])
    // edge has 3, cell edge, Twice(edge) and pool: 7, since blur comes to cell through edge.
    #expect(larger.size == 7 * 7 + 7 * 7 * 3)
    let text = "sequence(Twice(blur), down, blur)"
    #expect(try larger.notation(of: larger.architecture(parsing: text)) == text)
    #expect(larger.notationNames == space.notationNames)
  }

  @Test("Numbers of any size are added, multiplied, drawn and printed")
  func naturals() {
    let large = Natural(Int.max) * Natural(Int.max)
    #expect(large.description == "85070591730234615847396907784232501249")
    #expect((large - Natural(Int.max) * Natural(Int.max - 1)).exact == Int.max)
    #expect((large + Natural(1)).exact == nil)
    #expect(Natural.zero.description == "0" && Natural(1_000_000_000).description == "1000000000")
    #expect(Natural(3) < large && !(large < large) && Natural(2) < Natural(3))
    var random = SplitMix64(seed: 1)
    var below = 0
    for _ in 0..<1_000 {
      let number = large.random(using: &random)
      #expect(number < large)
      if number + number < large { below += 1 }
    }
    // Six standard deviations of a binomial count are 95.
    #expect((405...595).contains(below))
  }
}
