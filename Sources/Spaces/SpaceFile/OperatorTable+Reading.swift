import Documents

extension OperatorTable {
  /// A byte holds the index of an operator.
  static let largestCount = 255

  /// Reads the `operators` list. The order of the file is the only order that operators have; nil
  /// when the names alone could not be made out, so that other sections can still be checked.
  init?(reading value: DocumentValue) {
    guard
      let elements = value.someElements()?.map({ $0.variants(limit: OperatorTable.largestCount) }),
      !elements.contains(where: { $0 == nil })
    else { return nil }
    let variants = elements.flatMap { $0 ?? [] }
    guard variants.count <= OperatorTable.largestCount else {
      value.report(
        "\(variants.count) operators are listed; at most \(OperatorTable.largestCount) are "
          + "supported"
      )
      return nil
    }
    var operators: [Operator] = []
    for variant in variants {
      let element = variant.value
      guard let found = Operator(reading: element, variables: variant.variables) else { return nil }
      if operators.contains(where: { $0.name == found.name }) {
        element.report("two operators have the name \"\(found.name)\"; remove or rename one")
      } else if [.input, .output].contains(found.role),
        let other = operators.first(where: { $0.role == found.role })
      {
        element.report(
          "operator \"\(found.name)\" has the role \(found.role.rawValue), and so has "
            + "\"\(other.name)\"; expected exactly one")
      }
      operators.append(found)
    }
    for role in [Operator.Role.input, .output] where !operators.contains(where: { $0.role == role })
    {
      value.report(
        "no operator has the role \(role.rawValue); add one with \"role: \(role.rawValue)\"")
    }
    guard let input = operators.firstIndex(where: { $0.role == .input }),
      let output = operators.firstIndex(where: { $0.role == .output })
    else { return nil }
    self.init(operators: operators, input: input, output: output)
  }
}

extension Operator {
  /// Nil when the name could not be read; other parts that are wrong are reported and replaced.
  ///
  /// - Parameter variables: those that distinguish the operator from others described together with
  ///   it
  init?(reading value: DocumentValue, variables: [Variable] = []) {
    var subject = value.subject
    if let name = value.peek(at: "name") {
      subject = "operator \"\(name)\""
    }
    guard
      let section = value.section(
        subject, required: ["name", "role", "description"],
        optional: ["attributes", "lowering", "lowering-where-shape-changes", "over"])
    else { return nil }
    let role = section["role"]?.choice(of: Role.self)
    let description = section["description"]?.line()
    let attributes = section["attributes"].flatMap {
      OperatorAttributes(reading: $0)
    }
    // What passes its input on has no layers.
    let same =
      section["lowering"].map { Block(reading: $0) } ?? (role == .identity ? Block([]) : nil)
    let changing = section["lowering-where-shape-changes"].flatMap { Block(reading: $0) }
    guard let name = section["name"]?.name() else { return nil }
    self.init(
      name: name, role: role ?? .operation, description: description ?? name,
      attributes: attributes, variables: variables,
      lowering: same.map { Lowering(same: $0, changing: changing ?? $0) })
  }
}

extension OperatorAttributes {
  init?(reading value: DocumentValue) {
    guard let section = value.section(required: OperatorAttributes.names, optional: ["smoothing"])
    else { return nil }
    let values = OperatorAttributes.names.map { section[$0]?.number() }
    let smoothing = section["smoothing"]?.number()
    guard !values.contains(nil) else { return nil }
    self.init(values: values.compactMap { $0 }, smoothing: smoothing)
  }
}
