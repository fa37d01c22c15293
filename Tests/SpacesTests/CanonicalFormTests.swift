import Randomness
import Spaces
import Testing

@Suite struct CanonicalFormTests {
  /// A random graph with few operators and many ties, in the documented order.
  static func randomGraph(using random: inout SplitMix64) -> OperatorGraph {
    let count = 3 + random.integer(below: 4)
    var edges: [OperatorGraph.Edge] = []
    for target in 1..<count {
      for source in 0..<target where random.integer(below: 2) == 0 {
        edges.append(
          OperatorGraph.Edge(source: source, target: target, count: 1 + random.integer(below: 2)))
      }
    }
    let inner = (0..<count - 2).map { _ in UInt8(2 + random.integer(below: 2)) }
    return OperatorGraph(nodes: [0] + inner + [1], edges: edges)
  }

  /// The graph with node `node` moved to place `places[node]`, or nil if an edge would point
  /// backward.
  static func renumbered(_ graph: OperatorGraph, _ places: [Int]) -> OperatorGraph? {
    var nodes = graph.nodes
    for (node, place) in places.enumerated() { nodes[place] = graph.nodes[node] }
    let edges = graph.edges.map { edge in
      (places[Int(edge.source)], places[Int(edge.target)], Int(edge.count))
    }
    guard edges.allSatisfy({ $0.0 < $0.1 }) else { return nil }
    return OperatorGraph(
      nodes: nodes,
      edges: edges.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        .map { OperatorGraph.Edge(source: $0.0, target: $0.1, count: $0.2) })
  }

  static func permutations(of count: Int) -> [[Int]] {
    if count == 0 { return [[]] }
    return permutations(of: count - 1).flatMap { shorter in
      (0...shorter.count).map { place in
        var longer = shorter
        longer.insert(count - 1, at: place)
        return longer
      }
    }
  }

  /// All ways to write the isomorphism class down, by trying every renumbering.
  static func bruteForceClass(of graph: OperatorGraph) -> Set<OperatorGraph> {
    var all: Set<OperatorGraph> = []
    for places in permutations(of: graph.nodes.count) {
      if let other = renumbered(graph, places) { all.insert(other) }
    }
    return all
  }

  @Test("Two graphs have the same form exactly when some renumbering turns one into the other")
  func bruteForce() {
    var random = SplitMix64(seed: 11)
    var formOfClass: [OperatorGraph: OperatorGraph.CanonicalForm] = [:]
    var classes: [OperatorGraph.CanonicalForm: Set<OperatorGraph>] = [:]
    for _ in 0..<1_500 {
      let graph = CanonicalFormTests.randomGraph(using: &random)
      let form = graph.canonicalForm
      if let known = formOfClass[graph] {
        #expect(known == form)
        continue
      }
      let members = CanonicalFormTests.bruteForceClass(of: graph)
      #expect(members.allSatisfy { $0.canonicalForm == form })
      #expect(classes[form] == nil, "two classes share the form of \(graph)")
      classes[form] = members
      for member in members { formOfClass[member] = form }
    }
    #expect(classes.count > 500)
  }

  @Test("Operators, direction and counts tell graphs apart")
  func differences() {
    let edge = { (source: Int, target: Int, count: Int) in
      OperatorGraph.Edge(source: source, target: target, count: count)
    }
    let chain = [edge(0, 1, 1), edge(1, 2, 1), edge(2, 3, 1)]
    let graphs = [
      OperatorGraph(nodes: [0, 2, 3, 1], edges: chain),
      OperatorGraph(nodes: [0, 3, 2, 1], edges: chain),
      OperatorGraph(nodes: [0, 2, 2, 1], edges: chain),
      OperatorGraph(
        nodes: [0, 2, 3, 1], edges: chain + [edge(0, 3, 1)].sorted { $0.source < $1.source }),
      OperatorGraph(nodes: [0, 2, 3, 1], edges: [edge(0, 1, 2), edge(1, 2, 1), edge(2, 3, 1)]),
      OperatorGraph(nodes: [0, 2, 3, 1], edges: [edge(0, 1, 1), edge(1, 2, 2), edge(2, 3, 1)]),
    ]
    #expect(Set(graphs.map(\.canonicalForm)).count == graphs.count)
  }

  @Test("Many equal branches and chains do not slow the form down", .timeLimit(.minutes(1)))
  func manyTies() {
    // 100 twins, and six chains of two that are equal but no twins.
    var edges: [OperatorGraph.Edge] = []
    for node in 1...100 { edges.append(OperatorGraph.Edge(source: 0, target: node)) }
    for node in 1...100 { edges.append(OperatorGraph.Edge(source: node, target: 101)) }
    let twins = OperatorGraph(nodes: [0] + [UInt8](repeating: 2, count: 100) + [1], edges: edges)
    #expect(twins.canonicalForm == twins.canonicalForm)
    edges = []
    for node in 1...6 { edges.append(OperatorGraph.Edge(source: 0, target: node)) }
    for node in 7...12 { edges.append(OperatorGraph.Edge(source: node - 6, target: node)) }
    for node in 7...12 { edges.append(OperatorGraph.Edge(source: node, target: 13)) }
    let chains = OperatorGraph(nodes: [0] + [UInt8](repeating: 2, count: 12) + [1], edges: edges)
    let crossed = CanonicalFormTests.renumbered(
      chains, [0, 3, 1, 2, 4, 6, 5, 12, 11, 7, 8, 10, 9, 13])
    #expect(crossed?.canonicalForm == chains.canonicalForm)
  }
}
