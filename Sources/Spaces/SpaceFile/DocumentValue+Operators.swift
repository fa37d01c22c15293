import Documents
import Wording

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

  /// The indices of the operators that the text names, `*` standing for any characters, as in
  /// `mbconv_*_relu`: then all that fit and have one of `roles`, in the order of the file.
  private func operatorIndices(
    fittingIn table: OperatorTable, roles: [Operator.Role]
  ) -> [Int]? {
    guard let pattern = name() else { return nil }
    guard pattern.contains("*") else { return operatorIndex(in: table).map { [$0] } }
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    let found = table.operators.indices.filter { index in
      roles.contains(table.operators[index].role)
        && DocumentValue.fits(table.operators[index].name[...], parts[...])
    }
    if found.isEmpty {
      report("no operator of the file fits \(subject), \"\(pattern)\"; expected names of operators")
      return nil
    }
    return found
  }

  /// Whether a name consists of these parts in their order and anything between them.
  private static func fits(_ name: Substring, _ parts: ArraySlice<Substring>) -> Bool {
    guard let first = parts.first, name.hasPrefix(first) else { return false }
    var rest = name.dropFirst(first.count)
    let others = parts.dropFirst()
    for (index, part) in others.enumerated() {
      if index == others.count - 1 { return rest.hasSuffix(part) }
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.isEmpty
  }

  /// The indices of the operators that a list names, each once, each with one of `roles`. A name
  /// may have `*` for any characters.
  func operatorIndices(in table: OperatorTable, roles: [Operator.Role]) -> [Int]? {
    guard let elements = someElements() else { return nil }
    var indices: [Int] = []
    var isComplete = true
    for element in elements {
      guard let fitting = element.operatorIndices(fittingIn: table, roles: roles) else {
        isComplete = false
        continue
      }
      for index in fitting {
        let found = table.operators[index]
        if !roles.contains(found.role) {
          element.report(
            "operator \"\(found.name)\" has the role \(found.role.rawValue), which \(subject) "
              + "cannot hold; expected an operator with one of the roles "
              + "\(list(roles.map(\.rawValue)))")
          isComplete = false
        } else if indices.contains(index) {
          element.report("\"\(found.name)\" is listed twice in \(subject); remove one")
          isComplete = false
        } else {
          indices.append(index)
        }
      }
    }
    return isComplete ? indices : nil
  }
}
