extension OperatorsOnNodes {
  package var summary: String {
    let projection = projection.map { " Edges out of the input carry \(names([$0]))." } ?? ""
    return
      "An architecture is a cell: an acyclic graph of at most \(maximumVertices) vertices, input "
      + "and output included, and at most \(maximumEdges) edges. Every other vertex holds one "
      + "operator, \(names(vertexOperators)). Isomorphic cells are one architecture.\(projection)"
  }
}
