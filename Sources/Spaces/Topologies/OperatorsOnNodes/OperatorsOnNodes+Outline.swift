extension OperatorsOnNodes {
  /// The limits on cells, and the operators of a vertex.
  package func outline(_ labels: [String]) -> [String] {
    let possible = maximumVertices * (maximumVertices - 1) / 2
    return [
      "\(maximumVertices)", "\(min(maximumEdges, possible))", projection.map { labels[$0] } ?? "",
    ] + vertexOperators.map { labels[$0] }.sorted()
  }
}
