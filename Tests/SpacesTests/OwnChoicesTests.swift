import Files
import Foundation
import Randomness
import Spaces
import TestSupport
import Testing
import Wording

/// Cells whose edges have choices of their own, and several edges between two nodes, as published
/// cells for speech have them.
@Suite("Edges with choices of their own") struct OwnChoicesTests {
  /// Main edges and skips between neighbours, one skip past them: 3 * 2 * 3 * 2 * 2 cells.
  private static let topology = """
      edges:
        - {edge: [0, 1], operators: [none, conv, pool]}
        - {edge: [0, 1], operators: [none, skip]}
        - {edge: [1, 2], operators: [none, conv, pool]}
        - {edge: [1, 2], operators: [none, skip]}
        - {edge: [0, 2], operators: [none, skip]}
    """

  private static let digits =
    "  - {name: digits, kind: digits, separator: _, digits: {none: 0, skip: 1, conv: 2, pool: 3}}"

  private static func yaml(_ topology: String = topology, digits: String = digits) -> String {
    """
    format: 1
    name: own
    operators:
      - {name: in, role: input, description: Input of the cell}
      - {name: none, role: zero, description: No connection}
      - {name: skip, role: identity, description: Skip connection, lowering: []}
      - {name: conv, role: operation, description: 3x3 convolution,
         lowering: [{convolution: {kernel: 3, stride: place}}]}
      - {name: pool, role: operation, description: 3x3 average pooling,
         lowering: [{average-pooling: {kernel: 3, stride: place, padding: 1}}]}
      - {name: out, role: output, description: Output of the cell}
    topology:
      kind: operators-on-edges
      nodes: 3
      input: 0
      output: 2
    \(topology)
    skeleton:
      stem: [{convolution: {kernel: 3, channels: 8}}]
      stages: [{cells: 1, channels: 8, stride: 1}]
      head: [global-average-pooling]
      data-sets: [{name: cifar10, resolution: 32, classes: 10}]
    notations:
      - {name: json, kind: edges-json}
      - {name: text, kind: edges-by-node}
    \(digits)
      - {name: index, kind: shuffled-index, seed: 5}

    """
  }

  private static func space(
    _ topology: String = topology, digits: String = digits
  ) throws -> SearchSpace {
    try SearchSpace(
      yaml: yaml(topology, digits: digits), path: "own.yaml",
      in: Installation(root: Locations.root.path))
  }

  @Test("The listing has every cell once, and no other cell is in the space")
  func listing() throws {
    let space = try Self.space()
    let all = Array(space.architectures)
    #expect(space.size.countable == 72 && all.count == 72 && Set(all).count == 72)
    #expect(all.allSatisfy(space.contains))
    // All genes of four operators on five edges.
    var inside = 0
    for number in 0..<1_024 {
      let genes = (0..<5).map { UInt8((number >> (2 * $0)) & 3) }
      if space.contains(Architecture(genes: genes)) { inside += 1 }
    }
    #expect(inside == 72)
  }

  @Test("Samples meet every cell alike, mutations every neighbour alike and nothing else")
  func variation() throws {
    let space = try Self.space()
    var random = SplitMix64(seed: 2)
    var drawn: [Architecture: Int] = [:]
    for _ in 0..<14_400 { drawn[space.sample(using: &random), default: 0] += 1 }
    // 200 of each are expected; five deviations are 71.
    #expect(drawn.count == 72 && drawn.values.allSatisfy { abs($0 - 200) < 71 })
    let start = space.sample(using: &random)
    var neighbours: [Architecture: Int] = [:]
    for _ in 0..<7_000 { neighbours[space.mutate(start, using: &random), default: 0] += 1 }
    // 2 + 1 + 2 + 1 + 1 neighbours, 1,000 of each; five deviations are 147.
    #expect(neighbours.count == 7)
    for (neighbour, count) in neighbours {
      #expect(space.contains(neighbour) && abs(count - 1_000) < 147)
      #expect(zip(neighbour.genes, start.genes).count { $0 != $1 } == 1)
    }
    for _ in 0..<500 {
      let (first, second) = (space.sample(using: &random), space.sample(using: &random))
      #expect(space.contains(space.crossover(first, second, using: &random)))
    }
  }

  @Test("Every notation reads back what it writes")
  func notations() throws {
    let space = try Self.space()
    for name in space.notationNames {
      let texts = try space.architectures.map { try space.notation(of: $0, as: name) }
      #expect(Set(texts).count == 72, "\(name)")
      for (architecture, text) in zip(space.architectures, texts) {
        #expect(try space.architecture(parsing: text, as: name) == architecture, "\(name) \(text)")
      }
    }
  }

  @Test("Edges between the same nodes may come in any order where choices tell them apart")
  func order() throws {
    let space = try Self.space()
    func cell(_ first: String, _ second: String) throws -> Architecture {
      try space.architecture(
        parsing: "{\"edges\":[[0,1,\"\(first)\"],[0,1,\"\(second)\"],[1,2,\"conv\"],"
          + "[1,2,\"skip\"],[0,2,\"none\"]]}")
    }
    #expect(try cell("conv", "skip") == cell("skip", "conv"))
    #expect(try cell("none", "conv") == cell("conv", "none"))
    for (first, second, problem) in [
      ("conv", "pool", "\"pool\" is no choice of the edge from node 0 to node 1"),
      ("skip", "skip", "expected one of none, conv, pool"),
    ] {
      let error = #expect(throws: ArchitectureError.self) { try cell(first, second) }
      let sentence = "\(try #require(error))"
      #expect(sentence.contains(problem), "\(sentence)")
    }
    for (text, problem) in [
      ("|conv~0|skip~0|+|skip~0|conv~1|conv~1|", "\"conv\" is no choice of the edge from node 1"),
      ("21_122", "\"conv\" is no choice of the edge from node 1 to node 2"),
    ] {
      let error = #expect(throws: ArchitectureError.self) {
        try space.architecture(parsing: text)
      }
      let sentence = "\(try #require(error))"
      #expect(sentence.contains(problem), "\(sentence)")
    }
  }

  @Test("Explanations and removals keep to the choices of an edge")
  func places() throws {
    let space = try Self.space()
    let cell = try space.architecture(parsing: "|conv~0|skip~0|+|none~0|pool~1|skip~1|")
    let names = space.places(of: cell).map { place in
      place.replacements.map { space.operators[$0.operator].name }
    }
    #expect(
      names.map(Set.init) == [
        ["none", "pool"], ["none"], ["none", "conv"], ["none"], ["skip"],
      ])
    #expect(space.operatorsOfEdges.map(\.count) == [3, 2, 3, 2, 2])
  }

  @Test("An added operator becomes a choice of edges that work")
  func extended() throws {
    let blur = Operator(
      name: "blur", role: .operation, description: "3x3 convolution with a blur filter")
    let space = try Self.space().adding([blur])
    #expect(space.operatorsOfEdges.map(\.count) == [4, 2, 4, 2, 2])
    #expect(space.size.countable == 4 * 2 * 4 * 2 * 2)
    let cell = try space.architecture(parsing: "|blur~0|skip~0|+|none~0|pool~1|skip~1|")
    #expect(try space.notation(of: cell, as: "text").contains("blur~0"))
  }

  @Test(
    "What is wrong is one sentence",
    arguments: [
      (
        "  edges: [[0, 1], [0, 2], [1, 2]]",
        "\"operators\" is missing: it holds the names of the operators that an edge can carry"
      ),
      (
        "  edges: [{edge: [0, 1], operators: [none, conf]}, {edge: [1, 2], operators: [skip]}]",
        "conf"
      ),
      ("  edges: [{edge: [0, 1]}, {edge: [1, 2], operators: [skip]}]", "operators"),
      (
        "  edges: [{edge: [0, 1, 2], operators: [skip]}, {edge: [1, 2], operators: [skip]}]",
        "has 3 numbers; expected two, [source, target]"
      ),
      (
        "  edges: [[0, 1], [0, 1], [1, 2]]\n  operators: [none, conv]",
        "the edge [0, 1] is listed twice; remove one"
      ),
    ])
  func mistakes(topology: String, problem: String) {
    do {
      _ = try Self.space(topology)
      Issue.record("\(topology) is read")
    } catch {
      #expect("\(error)".contains(problem), "\(error)")
    }
  }

  @Test("Lists for all edges and lists of one's own can be mixed")
  func mixed() throws {
    let space = try Self.space(
      """
        edges: [[0, 1], {edge: [0, 1], operators: [none, skip]}, [1, 2]]
        operators: [none, skip, conv]
      """, digits: "")
    #expect(space.size.countable == 3 * 2 * 3)
    // The same choices on every edge are the plain form.
    let plain = try Self.space("  edges: [[0, 1], [1, 2]]\n  operators: [none, conv]", digits: "")
    let own = try Self.space(
      "  edges: [{edge: [0, 1], operators: [none, conv]}, {edge: [1, 2], operators: [none, conv]}]",
      digits: "")
    #expect(Array(plain.architectures) == Array(own.architectures))
    var (first, second) = (SplitMix64(seed: 1), SplitMix64(seed: 1))
    for _ in 0..<50 { #expect(plain.sample(using: &first) == own.sample(using: &second)) }
  }
}
