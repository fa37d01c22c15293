extension CellPair {
  /// The nodes of a cell, what they can read and carry, and what the output concatenates.
  package func outline(_ labels: [String]) -> [String] {
    [
      "\(numberOfNodes)", "\(areInputsDistinct)", outputRule.rawValue,
      projection.map { labels[$0] } ?? "",
    ] + cellOperators.map { labels[$0] }.sorted()
  }
}
