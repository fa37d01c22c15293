extension OperatorsOnNodes {
  /// The limits on cells, and what a vertex can carry.
  package func outline(_ labels: [String]) -> [String] {
    let possible = maximumVertices * (maximumVertices - 1) / 2
    return [
      "\(maximumVertices)", "\(min(maximumEdges, possible))", projection.map { labels[$0] } ?? "",
    ] + vertexOperators.map { labels[$0] }.sorted()
  }
}
