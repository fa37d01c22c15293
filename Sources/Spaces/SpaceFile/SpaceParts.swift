/// The parts that make a space: its operators, their wiring and the notations.
package struct SpaceParts: Sendable {
  package let table: OperatorTable
  package let topology: any Topology
  let notations: [NamedNotation]

  /// The parts of a space that extends this one.
  ///
  /// New operators with the role `operation` can stand wherever there is a choice, unless `choices`
  /// restricts them. Notations that have no sign for other operators are left out.
  ///
  /// - Parameters:
  ///   - table: the operators, those of this space first
  ///   - choices: all operators that can be chosen
  /// - Returns: nil when the space would be too large for its kind.
  func extended(to table: OperatorTable, choices: [Int]? = nil) -> SpaceParts? {
    let added = table.operators.indices.dropFirst(self.table.operators.count).filter {
      table.operators[$0].role == .operation
    }
    let changed = topology.offering(table) { choices ?? $0 + added }
    guard let changed else { return nil }
    if choices == nil, added.isEmpty {
      return SpaceParts(table: table, topology: changed, notations: notations)
    }
    return SpaceParts(
      table: table, topology: changed,
      notations: notations.compactMap { named in
        named.notation.extended(to: changed).map { NamedNotation(name: named.name, notation: $0) }
      })
  }
}
