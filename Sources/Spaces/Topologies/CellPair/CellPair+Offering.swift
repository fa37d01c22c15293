extension CellPair {
  package func offering(
    _ table: OperatorTable, _ change: ([Int]) -> [Int]
  ) -> (any Topology)? {
    let operators = change(cellOperators)
    guard CellPair.fits(nodes: numberOfNodes, operators: operators.count) else { return nil }
    return CellPair(
      table: table, numberOfNodes: numberOfNodes, cellOperators: operators,
      areInputsDistinct: areInputsDistinct, outputRule: outputRule, projection: projection)
  }
}
