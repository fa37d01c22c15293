extension CellPair {
  /// The number of nodes of a cell, whether their inputs are distinct, the output rule, and the
  /// labels of the projection and of the operators.
  package func outline(_ labels: [String]) -> [String] {
    [
      "\(numberOfNodes)", "\(areInputsDistinct)", outputRule.rawValue,
      projection.map { labels[$0] } ?? "",
    ] + cellOperators.map { labels[$0] }.sorted()
  }
}
