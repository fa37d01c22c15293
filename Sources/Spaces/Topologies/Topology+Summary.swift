extension Topology {
  package var summary: String { "An architecture is a point of the kind \(Self.kind)." }

  /// The operators by their names, as a list that ends with "or".
  func names(_ operators: [Int]) -> String {
    let names = operators.map { "`\(table.operators[$0].name)`" }
    guard let last = names.last, names.count > 1 else { return names.joined() }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }
}
