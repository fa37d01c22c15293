import Documents

extension ChainOfChoices {
  /// Chains longer than this are no architectures; an operator graph counts its nodes in a byte.
  private static let largestLength = 64

  package init?(reading section: DocumentSection, operators table: OperatorTable) {
    guard
      let section = section.rereading(
        required: ["kind", "positions"], optional: ["lengths", "counts", "zeros"])
    else { return nil }
    var roles: [Operator.Role] = [.operation, .identity]
    if let value = section["zeros"] {
      guard let zeros = value.boolean() else { return nil }
      if zeros { roles.append(.zero) }
    }
    guard let value = section["positions"],
      let positions = ChainOfChoices.readPositions(value, table, roles)
    else { return nil }
    let lengths =
      section["lengths"].map { ChainOfChoices.readLengths($0, largest: positions.count) }
      ?? [positions.count]
    let rules = section["counts"].map { ChainOfChoices.readRules($0, table, positions) } ?? []
    guard let lengths, let rules else { return nil }
    let counts = SequenceCounts(positions: positions, lengths: lengths, rules: rules)
    guard counts.total != .zero else {
      (section["counts"] ?? value).report(
        "no architecture satisfies \(section["counts"]?.subject ?? value.subject); lower a minimum "
          + "or raise a maximum")
      return nil
    }
    self.init(table: table, positions: positions, counts: counts)
  }

  private static func readPositions(
    _ value: DocumentValue, _ table: OperatorTable, _ roles: [Operator.Role]
  ) -> [[Int]]? {
    guard let elements = value.someElements() else { return nil }
    var positions: [[Int]] = []
    var failed = false
    for element in elements {
      guard let position = element.section(required: ["operators"], optional: ["repeat"]),
        let operators = position["operators"]?.operatorIndices(in: table, roles: roles),
        // It may have been meant as "repeat": what depends on the number of positions is not known.
        !position.hasUnknownKeys
      else {
        failed = true
        continue
      }
      var repeats = 1
      if let value = position["repeat"] {
        guard let number = value.integer(in: 1...largestLength) else {
          failed = true
          continue
        }
        repeats = number
      }
      positions += [[Int]](repeating: operators, count: repeats)
    }
    if failed { return nil }
    guard positions.count <= largestLength else {
      value.report(
        "\(value.subject) are \(positions.count); at most \(largestLength) are supported")
      return nil
    }
    return positions
  }

  private static func readLengths(_ value: DocumentValue, largest: Int) -> [Int]? {
    guard let elements = value.someElements() else { return nil }
    var lengths: [Int] = []
    for element in elements {
      guard let length = element.integer(in: 1...largest) else { continue }
      if lengths.contains(length) {
        element.report("the length \(length) is listed twice; remove one")
      } else {
        lengths.append(length)
      }
    }
    return lengths.count == elements.count ? lengths.sorted() : nil
  }

  private static func readRules(
    _ value: DocumentValue, _ table: OperatorTable, _ positions: [[Int]]
  ) -> [SequenceCounts.Rule]? {
    guard let elements = value.someElements() else { return nil }
    let rules = elements.compactMap { readRule($0, table, positions) }
    guard rules.count == elements.count else { return nil }
    guard SequenceCounts.numberOfStates(rules) != nil else {
      value.report(
        "\(value.subject) have more than \(SequenceCounts.largestNumberOfStates) combinations; "
          + "use fewer or lower limits")
      return nil
    }
    return rules
  }

  private static func readRule(
    _ value: DocumentValue, _ table: OperatorTable, _ positions: [[Int]]
  ) -> SequenceCounts.Rule? {
    guard
      let section = value.section(required: ["operators"], optional: ["minimum", "maximum"]),
      let names = section["operators"],
      let operators = names.operatorIndices(in: table, roles: [.operation, .identity, .zero])
    else { return nil }
    if let stranger = operators.first(where: { index in
      !positions.contains { $0.contains(index) }
    }) {
      names.report("no position can hold the operator \"\(table.operators[stranger].name)\"")
      return nil
    }
    func limit(_ key: String, from least: Int) -> Int?? {
      guard let value = section[key] else { return .some(nil) }
      return value.integer(in: least...positions.count).map { .some($0) }
    }
    guard let minimum = limit("minimum", from: 0) else { return nil }
    guard let maximum = limit("maximum", from: minimum ?? 0) else { return nil }
    guard minimum != nil || maximum != nil else {
      section.report("\(section.subject) limits nothing; add \"minimum: ...\" or \"maximum: ...\"")
      return nil
    }
    return SequenceCounts.Rule(
      operators: operators.sorted(), minimum: minimum ?? 0, maximum: maximum)
  }
}

extension ChainOfChoices {
  /// Why these operators, each of which can stand at its position, are no architecture of the space;
  /// nil when they are one.
  func violation(of genes: [UInt8]) -> String? {
    guard counts.lengths.contains(genes.count) else {
      let known = counts.lengths.map(String.init)
      return "there are \(genes.count) choices, expected \(alternatives(known))"
    }
    let operators = choices(of: genes)
    for rule in counts.rules {
      let found = operators.count { rule.operators.contains($0) }
      if found >= rule.minimum, found <= rule.maximum ?? found { continue }
      let names = alternatives(rule.operators.map { table.operators[$0].name })
      let expected =
        rule.maximum.map { "\(rule.minimum) to \($0)" } ?? "\(rule.minimum) or more"
      return "\(found) of the choices are \(names), expected \(expected)"
    }
    return nil
  }

  private func alternatives(_ texts: [String]) -> String {
    texts.count < 2
      ? texts.joined() : texts.dropLast().joined(separator: ", ") + " or " + texts[texts.count - 1]
  }
}
