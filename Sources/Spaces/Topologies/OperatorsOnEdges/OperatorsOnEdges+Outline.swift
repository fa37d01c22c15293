extension OperatorsOnEdges {
  /// The nodes and edges up to isomorphism, and the operators of an edge; where edges have choices
  /// of their own, these for each edge.
  package func outline(_ labels: [String]) -> [String] {
    var places = Array(repeating: 0, count: numberOfNodes)
    for (place, node) in order.enumerated() { places[node] = place }
    var counts = Array(
      repeating: Array(repeating: 0, count: numberOfNodes), count: numberOfNodes)
    for edge in edges { counts[places[edge.target]][places[edge.source]] += 1 }
    let connections = counts.enumerated().flatMap { target, row in
      row.enumerated().filter { $0.element > 0 }.map {
        OperatorGraph.Edge(source: $0.offset, target: target, count: $0.element)
      }
    }
    let last = numberOfNodes - 1
    let kinds: [UInt8] = (0...last).map { $0 == 0 ? 0 : $0 == last ? 2 : 1 }
    return [OperatorGraph(nodes: kinds, edges: connections).canonicalForm.text]
      + (isUniform
        ? edgeOperators.map { labels[$0] }.sorted()
        : zip(edges, operatorsOfEdges).map { edge, operators in
          ([places[edge.source], places[edge.target]].map(String.init)
            + operators.map { labels[$0] }.sorted()).joined(separator: " ")
        }.sorted())
  }
}
