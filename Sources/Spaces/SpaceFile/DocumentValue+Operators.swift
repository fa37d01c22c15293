import Documents
import Files

extension DocumentValue {
  /// The index of the operator that the text names.
  func operatorIndex(in table: OperatorTable) -> Int? {
    guard let name = name() else { return nil }
    if let index = table.index(named: name) { return index }
    let known = table.operators.map(\.name)
    report(
      "\(subject) names the operator \"\(name)\", which the file does not have; expected one of "
        + list(known) + NearestName.hint(for: name, among: known))
    return nil
  }

  /// The index of the operator with the role `projection` that the text names.
  func projectionIndex(in table: OperatorTable) -> Int?? {
    guard let index = operatorIndex(in: table) else { return nil }
    let found = table.operators[index]
    if found.role == .projection { return .some(index) }
    report(
      "operator \"\(found.name)\" has the role \(found.role.rawValue); expected the role projection"
    )
    return nil
  }

  /// The indices of the operators that a list names, each once, each with one of `roles`.
  func operatorIndices(in table: OperatorTable, roles: [Operator.Role]) -> [Int]? {
    guard let elements = someElements() else { return nil }
    var indices: [Int] = []
    for element in elements {
      guard let index = element.operatorIndex(in: table) else { continue }
      let found = table.operators[index]
      if !roles.contains(found.role) {
        element.report(
          "operator \"\(found.name)\" has the role \(found.role.rawValue), which \(subject) cannot "
            + "hold; expected an operator with one of the roles \(list(roles.map(\.rawValue)))")
      } else if indices.contains(index) {
        element.report("\"\(found.name)\" is listed twice in \(subject); remove one")
      } else {
        indices.append(index)
      }
    }
    return indices.count == elements.count ? indices : nil
  }
}
