import Documents

extension OperatorTable {
  /// Reads the `operators` list of a space that extends another: operators of a new name are added
  /// behind the others; one with a known name is described anew. Nil when the names alone could not
  /// be made out.
  init?(extending base: OperatorTable, reading value: DocumentValue) {
    guard
      let elements = value.someElements()?.map({
        $0.variants(limit: OperatorTable.largestCount)
      }), !elements.contains(where: { $0 == nil })
    else { return nil }
    var operators = base.operators
    var seen: Set<String> = []
    for variant in elements.flatMap({ $0 ?? [] }) {
      let element = variant.value
      let known = element.peek(at: "name").flatMap { base.index(named: $0) }
      let found =
        known.map { base.operators[$0].described(by: element) }
        ?? Operator(reading: element, variables: variant.variables)
      guard let found else { return nil }
      if !seen.insert(found.name).inserted {
        element.report("two operators have the name \"\(found.name)\"; remove or rename one")
      } else if let known {
        operators[known] = found
      } else {
        if let other = base.operators.first(where: { $0.role == found.role }),
          [.input, .output].contains(found.role)
        {
          element.report(
            "operator \"\(found.name)\" has the role \(found.role.rawValue), and so has "
              + "\"\(other.name)\"; expected exactly one")
        }
        operators.append(found)
      }
    }
    guard operators.count <= OperatorTable.largestCount else {
      value.report(
        "there are \(operators.count) operators with those of the base; at most "
          + "\(OperatorTable.largestCount) are supported")
      return nil
    }
    self.init(operators: operators, input: base.input, output: base.output)
  }
}

extension Operator {
  /// The operator with another description. The attributes and layers that the base states for the
  /// old description no longer hold.
  fileprivate func described(by value: DocumentValue) -> Operator? {
    guard
      let section = value.section(
        "operator \"\(name)\"", required: ["name", "description"],
        optional: ["role", "attributes", "lowering", "lowering-where-shape-changes"])
    else { return nil }
    if let role = section["role"]?.choice(of: Role.self), role != self.role {
      section["role"]?.report(
        "operator \"\(name)\" has the role \(self.role.rawValue) in the base, not "
          + "\(role.rawValue); leave it out or give the operator a new name")
    }
    let same = section["lowering"].flatMap { Block(reading: $0) }
    let changing = section["lowering-where-shape-changes"].flatMap { Block(reading: $0) }
    return Operator(
      name: name, role: role, description: section["description"]?.line() ?? description,
      attributes: section["attributes"].flatMap { OperatorAttributes(reading: $0) },
      lowering: same.map { Lowering(same: $0, changing: changing ?? $0) })
  }
}
