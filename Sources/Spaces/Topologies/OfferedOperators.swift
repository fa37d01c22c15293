// Spaces that extend another: the same topology with more operators to choose from.

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

extension OperatorsOnNodes {
  package func offering(
    _ table: OperatorTable, _ change: ([Int]) -> [Int]
  ) -> (any Topology)? {
    OperatorsOnNodes(
      table: table, maximumVertices: maximumVertices, maximumEdges: maximumEdges,
      vertexOperators: change(vertexOperators), projection: projection)
  }
}

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

extension ChainOfChoices {
  package func offering(
    _ table: OperatorTable, _ change: ([Int]) -> [Int]
  ) -> (any Topology)? {
    let positions = positions.map(change)
    let counts = SequenceCounts(positions: positions, lengths: counts.lengths, rules: counts.rules)
    guard counts.total != .zero else { return nil }
    return ChainOfChoices(table: table, positions: positions, counts: counts)
  }
}
