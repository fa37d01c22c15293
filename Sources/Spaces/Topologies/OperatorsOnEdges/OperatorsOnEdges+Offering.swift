extension OperatorsOnEdges {
  package func offering(
    _ table: OperatorTable, _ change: ([Int]) -> [Int]
  ) -> (any Topology)? {
    let operators = change(edgeOperators)
    guard
      OperatorsOnEdges.fits(nodes: numberOfNodes, edges: edges.count, operators: operators.count)
    else { return nil }
    return OperatorsOnEdges(table: table, edges: edges, edgeOperators: operators, order: order)
  }
}
