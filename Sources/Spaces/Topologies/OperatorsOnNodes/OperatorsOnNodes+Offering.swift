extension OperatorsOnNodes {
  package func offering(
    _ table: OperatorTable, _ change: ([Int]) -> [Int]
  ) -> (any Topology)? {
    OperatorsOnNodes(
      table: table, maximumVertices: maximumVertices, maximumEdges: maximumEdges,
      vertexOperators: change(vertexOperators), projection: projection)
  }
}
