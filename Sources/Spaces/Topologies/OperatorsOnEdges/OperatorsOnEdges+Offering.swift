extension OperatorsOnEdges {
  package func offering(
    _ table: OperatorTable, _ change: ([Int]) -> [Int]
  ) -> (any Topology)? {
    let changed = operatorsOfEdges.map { choices in
      // An edge that only connects or does not is no place for an operator that works.
      let isConnection = choices.allSatisfy { self.table.operators[$0].role != .operation }
      return isConnection && !isUniform ? choices : change(choices)
    }
    guard OperatorsOnEdges.fits(nodes: numberOfNodes, changed) else { return nil }
    return OperatorsOnEdges(table: table, edges: edges, choices: changed, order: order)
  }

  /// The operators that each edge can carry, as indices into the space's operators.
  package var operatorsOfEdges: [[Int]] {
    choices.map { $0.map { edgeOperators[Int($0)] } }
  }
}
