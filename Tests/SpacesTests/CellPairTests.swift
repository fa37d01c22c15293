import Documents
import Randomness
import Spaces
import Testing
import Wording

@Suite("Pairs of a normal and a reduction cell") struct CellPairTests {
  static func example(
    nodes: Int = 2, distinct: Bool = true, output: String = "all",
    operators: String = "[skip, conv]"
  ) -> String {
    """
    format: 1
    name: pair
    title: Pair
    citation: None, made for a test
    operators:
      - {name: in, role: input, description: Input of the cell}
      - {name: fit, role: projection, description: 1x1 convolution}
      - {name: none, role: zero, description: No connection}
      - {name: skip, role: identity, description: Skip connection}
      - {name: conv, role: operation, description: 3x3 convolution}
      - {name: out, role: output, description: Output of the cell}
    topology:
      kind: cell-pair
      nodes: \(nodes)
      distinct-inputs: \(distinct)
      output: \(output)
      projection: fit
      operators: \(operators)
    notations:
      - {name: genotype, kind: genotype}
      - {name: indices, kind: cell-pair-indices, operators: \(operators)}
      - {name: json, kind: cell-pair-json}

    """
  }

  private static func space(_ yaml: String) throws -> SearchSpace {
    try SearchSpace(yaml: yaml, path: "x.yaml")
  }

  @Test(
    "The listing holds every pair of cells once, in order",
    arguments: [
      (true, "all"), (false, "all"), (true, "loose-ends"), (false, "loose-ends"),
      (false, "loose-ends-and-inputs"),
    ])
  func listing(distinct: Bool, output: String) throws {
    let space = try CellPairTests.space(
      CellPairTests.example(distinct: distinct, output: output))
    // Two operators. Nodes have 2 and 3 sources: 1 and 3 pairs of different ones with 4 choices of
    // operators each, or multisets of two of 4 and of 6 terms.
    let cell = distinct ? 4 * 12 : 10 * 21
    #expect(space.size == SpaceSize(cell * cell))
    // All strings of genes over the six terms, tried one by one for the normal cell.
    var expected: [[UInt8]] = []
    for code in 0..<1296 {
      let genes = [code / 216, code / 36 % 6, code / 6 % 6, code % 6].map { UInt8($0) }
      func fits(_ low: UInt8, _ high: UInt8, _ terms: UInt8) -> Bool {
        high < terms && (distinct ? low / 2 < high / 2 : low <= high)
      }
      if fits(genes[0], genes[1], 4), fits(genes[2], genes[3], 6) { expected.append(genes) }
    }
    #expect(expected.count == cell)
    let all = Array(space.architectures)
    #expect(all.map(\.genes) == expected.flatMap { first in expected.map { first + $0 } })
    #expect(all.allSatisfy { space.contains($0) })
  }

  @Test("Only the genes of listed pairs are contained")
  func containment() throws {
    let space = try CellPairTests.space(CellPairTests.example(nodes: 1, distinct: false))
    let listed = Set(space.architectures)
    var contained = 0
    for code in 0..<625 {
      let genes = [code / 125, code / 25 % 5, code / 5 % 5, code % 5].map { UInt8($0) }
      let architecture = Architecture(genes: genes)
      #expect(space.contains(architecture) == listed.contains(architecture))
      contained += space.contains(architecture) ? 1 : 0
    }
    #expect(contained == 100)
    #expect(!space.contains(Architecture(genes: [0, 0])))
  }

  @Test("Samples are uniform", arguments: [true, false])
  func uniform(distinct: Bool) throws {
    let space = try CellPairTests.space(CellPairTests.example(nodes: 1, distinct: distinct))
    let all = Array(space.architectures)
    var random = SplitMix64(seed: 4)
    var seen = [Architecture: Int]()
    let draws = 1_000
    for _ in 0..<(draws * all.count) { seen[space.sample(using: &random), default: 0] += 1 }
    #expect(seen.count == all.count)
    // Six standard deviations of a Poisson count of 1,000 are 190.
    #expect(all.allSatisfy { abs(seen[$0, default: 0] - draws) < 190 })
  }

  @Test("A mutation changes the operator or the source of one term, and reaches every pair")
  func mutation() throws {
    let space = try CellPairTests.space(CellPairTests.example(distinct: false))
    var random = SplitMix64(seed: 3)
    for _ in 0..<2_000 {
      let start = space.sample(using: &random)
      let mutant = space.mutate(start, using: &random)
      let changed = stride(from: 0, to: 8, by: 2).filter {
        start.genes[$0..<$0 + 2] != mutant.genes[$0..<$0 + 2]
      }
      let place = try #require(changed.first)
      #expect(changed.count == 1)
      // One of the two terms stays, the other keeps its operator or its source.
      let (old, new) = (
        Array(start.genes[place..<place + 2]), Array(mutant.genes[place..<place + 2])
      )
      func isStep(_ kept: Int, _ other: Int) -> Bool {
        let (changed, result) = (old[1 - kept], new[1 - other])
        return old[kept] == new[other]
          && (changed / 2 == result / 2 || changed % 2 == result % 2)
      }
      #expect(isStep(0, 0) || isStep(0, 1) || isStep(1, 0) || isStep(1, 1))
    }
    let small = try CellPairTests.space(CellPairTests.example(nodes: 1))
    var seen: Set<Architecture> = []
    var current = small.sample(using: &random)
    for _ in 0..<2_000 {
      current = small.mutate(current, using: &random)
      seen.insert(current)
    }
    #expect(SpaceSize(seen.count) == small.size)
  }

  @Test("With one operator and distinct inputs the only pair mutates into itself")
  func nothingToMutate() throws {
    let space = try CellPairTests.space(CellPairTests.example(nodes: 1, operators: "[conv]"))
    #expect(space.size == 1)
    var random = SplitMix64(seed: 3)
    let only = space.sample(using: &random)
    #expect(space.mutate(only, using: &random) == only)
  }

  @Test("Loose ends are the nodes that nothing reads")
  func looseEnds() throws {
    let space = try CellPairTests.space(
      CellPairTests.example(distinct: false, output: "loose-ends"))
    let text = """
      Genotype(normal=[('conv', 0), ('skip', 1), ('conv', 0), ('conv', 2)], normal_concat=[3], \
      reduce=[('conv', 0), ('skip', 0), ('conv', 1), ('conv', 1)], reduce_concat=range(2, 4))
      """
    let pair = try space.architecture(parsing: text)
    #expect(
      space.notation(of: pair)
        == text.replacing("('conv', 0), ('skip', 0)", with: "('skip', 0), ('conv', 0)"))
    guard case .pair(let normal, let reduction, let projection) = space.structure(of: pair) else {
      Issue.record("the structure is no pair")
      return
    }
    #expect(normal.output == [3])
    #expect(reduction.output == [2, 3])
    #expect(projection == 1)
    #expect(normal.nodes[1].map(\.source) == [0, 2])
  }

  @Test("A normal cell can also pass on the inputs that nothing reads")
  func looseInputs() throws {
    let space = try CellPairTests.space(
      CellPairTests.example(distinct: false, output: "loose-ends-and-inputs"))
    let text = """
      Genotype(normal=[('skip', 0), ('conv', 0), ('conv', 0), ('conv', 2)], normal_concat=[1, 3], \
      reduce=[('skip', 0), ('conv', 0), ('conv', 0), ('conv', 0)], reduce_concat=range(2, 4))
      """
    let pair = try space.architecture(parsing: text)
    #expect(space.notation(of: pair) == text)
    guard case .pair(let normal, let reduction, _) = space.structure(of: pair) else {
      Issue.record("the structure is no pair")
      return
    }
    #expect(normal.output == [1, 3])
    #expect(reduction.output == [2, 3])
    #expect(throws: ArchitectureError.self) {
      try space.architecture(parsing: text.replacing("[1, 3]", with: "[3]"))
    }
  }

  @Test("The operator graph runs through both cells and their projections")
  func graph() throws {
    let space = try CellPairTests.space(CellPairTests.example(nodes: 1))
    let pair = try space.architecture(
      parsing: "Genotype(normal=[('conv', 0), ('skip', 1)], normal_concat=[2], "
        + "reduce=[('skip', 0), ('conv', 1)], reduce_concat=[2])")
    let graph = try #require(space.operatorGraph(of: pair))
    // in, two projections, conv; two projections, conv; out.
    #expect(graph.nodes == [0, 1, 1, 4, 1, 1, 4, 5])
    let edges = graph.edges.map { [Int($0.source), Int($0.target), Int($0.count)] }
    #expect(
      edges == [
        [0, 1, 1], [0, 2, 1], [1, 3, 1], [0, 4, 1], [2, 5, 1], [3, 5, 1], [5, 6, 1], [4, 7, 1],
        [6, 7, 1],
      ])
    #expect(space.drawnGraph(of: pair).nodes == [0, 4, 3, 3, 4, 5])
  }

  @Test("A pair whose input reaches nothing has no graph")
  func disconnected() throws {
    let space = try CellPairTests.space(
      CellPairTests.example(nodes: 1, operators: "[none, conv]"))
    let graphs = space.architectures.map { space.operatorGraph(of: $0) }
    // A reduction cell of two zeros with any normal cell, and one that reads only a normal cell of
    // two zeros.
    #expect(graphs.filter { $0 == nil }.count == 4 + 1)
  }

  @Test(
    "What is wrong with a topology is said with its place",
    arguments: [
      (
        "nodes: 2", "nodes: 0",
        "\"nodes\" of the topology is the number 0; expected a whole number from 1 to 32"
      ),
      (
        "output: all", "output: ends",
        "\"output\" of the topology is \"ends\"; expected one of all, loose-ends, "
          + "loose-ends-and-inputs"
      ),
      (
        "projection: fit", "projection: conv",
        "operator \"conv\" has the role operation; expected the role projection"
      ),
      (
        "distinct-inputs: true", "distinct-inputs: 1",
        "\"distinct-inputs\" of the topology is the number 1; expected true or false"
      ),
    ])
  func mistakes(old: String, new: String, sentence: String) throws {
    let yaml = CellPairTests.example()
    try #require(yaml.contains(old))
    let error = #expect(throws: DocumentError.self) {
      try CellPairTests.space(yaml.replacing(old, with: new))
    }
    let problems = try #require(error).description
    #expect(problems.contains(sentence), "\(problems)")
  }

  @Test("More terms than a byte holds are refused")
  func tooMany() throws {
    let operators = (0..<9).map { "op\($0)" }
    let list = operators.map {
      "  - {name: \($0), role: operation, description: \($0) convolution}"
    }
    let yaml = CellPairTests.example(
      nodes: 28, operators: "[\(operators.joined(separator: ", "))]"
    ).replacing(
      "operators:\n  - {name: in",
      with: "operators:\n" + list.joined(separator: "\n") + "\n  - {name: in")
    let error = #expect(throws: DocumentError.self) { try CellPairTests.space(yaml) }
    #expect(try #require(error).description.contains("28 nodes with 9 operators"))
  }

  @Test(
    "What is wrong with a genotype is said with its place",
    arguments: [
      ("Genotype(", ", character 10: the text ends here, expected a value"),
      (
        "Genotype(normal=[('cone', 0), ('conv', 1), ('conv', 0), ('conv', 1)], reduce=[])",
        """
        , character 19: unknown operator \"cone\", expected one of skip, conv; did you mean \
        \"conv\"?
        """
      ),
      (
        "Genotype(normal=[('conv', 2), ('conv', 1), ('conv', 0), ('conv', 1)], reduce=[])",
        ", character 27: found 2, expected a node before node 2, 0 to 1"
      ),
      (
        "Genotype(normal=[('conv', 0), ('skip', 0), ('conv', 0), ('conv', 1)], reduce=[])",
        ", character 18: both entries of node 2 of \"normal\" read node 0, expected different ones"
      ),
      (
        """
        Genotype(normal=[('conv', 0), ('skip', 1), ('conv', 0), ('conv', 1)], \
        normal_concat=[2, 4], reduce=[])
        """,
        ", character 85: the cell concatenates the nodes 2, 4, expected 2, 3, all nodes"
      ),
      (
        "(((0, 1), (0, 1), (0, 1), (1, 1)), ())",
        ", character 3: both entries of node 2 of \"normal\" read node 0, expected different ones"
      ),
      (
        "(((0, 2), (1, 1), (0, 1), (1, 1)), ())",
        ", character 7: found 2, expected the number of an operator, 0 to 1"
      ),
      (
        #"{"normal": [], "reduce": []}"#, ", character 12: \"normal\" has 0 nodes, expected 2"
      ),
      (
        #"{"normal": [[["conv", 0], ["conv", 2]], [["conv", 0], ["conv", 1]]], "reduce": []}"#,
        ", character 36: found 2, expected a node before node 2, 0 to 1"
      ),
      (
        #"{"normal": [[["conv", 0], ["conv", 1]], 1], "reduce": []}"#,
        ", character 41: found 1, expected entries such as ('skip', 0)"
      ),
    ])
  func notationMistakes(text: String, sentence: String) throws {
    let space = try CellPairTests.space(CellPairTests.example())
    let error = #expect(throws: ArchitectureError.self) { try space.architecture(parsing: text) }
    let found = try #require(error).description
    #expect(found.hasSuffix(sentence), "\(found)")
  }

  @Test("A genotype may be spread over lines, with either quotes and trailing commas")
  func spellings() throws {
    let space = try CellPairTests.space(CellPairTests.example())
    let plain = """
      Genotype(normal=[('conv', 0), ('skip', 1), ('conv', 0), ('conv', 1)], \
      normal_concat=range(2, 4), reduce=[('skip', 0), ('skip', 1), ('conv', 1), ('conv', 2)], \
      reduce_concat=range(2, 4))
      """
    let spread = """
      Genotype(
        normal=[
          ("skip", 1), ("conv", 0),
          ("conv", 0), ("conv", 1),
        ], normal_concat=[3, 2],
        reduce=[('skip',0),('skip',1),('conv',1),('conv',2)],
        reduce_concat=range( 2,4 ),
      )
      """
    let pair = try space.architecture(parsing: spread)
    #expect(space.notation(of: pair) == plain)
    #expect(try space.architecture(parsing: plain) == pair)
  }
}
