import Documents
import Wording

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
      let elements = value.someElements()?.map({ ReadGroup(reading: $0, table, roles) }),
      !elements.contains(where: { $0 == nil })
    else { return nil }
    let read = elements.compactMap { $0 }
    var groups: [Group] = []
    for group in read {
      let start = groups.last?.positions.upperBound ?? 0
      let depth = group.depths.last ?? 1
      guard start + depth <= ChainOfChoices.largestLength else {
        value.report(
          "\(value.subject) are more than \(ChainOfChoices.largestLength), the most that are "
            + "supported"
        )
        return nil
      }
      groups.append(
        Group(
          positions: start..<start + depth, depths: group.depths, channels: group.channels,
          stride: group.stride, isUniform: group.isUniform))
    }
    let positions = zip(read, groups).flatMap { group, placed in
      [[Int]](repeating: group.operators, count: placed.positions.count)
    }
    let stages = groups.filter { $0.depths.count > 1 || $0.isUniform }.map {
      SequenceCounts.Stage(
        positions: $0.positions, lengths: $0.depths, isUniform: $0.isUniform)
    }
    if let value = section["lengths"], groups.contains(where: \.isStage) {
      value.report(
        "\(value.subject) are for chains without stages; give each element of \"positions\" its own"
      )
      return nil
    }
    let lengths =
      section["lengths"].map { ChainOfChoices.readLengths($0, largest: positions.count) }
      ?? [positions.count]
    let rules = section["counts"].map { ChainOfChoices.readRules($0, table, positions) } ?? []
    guard let lengths, let rules else { return nil }
    let counts = SequenceCounts(
      positions: positions, lengths: lengths, rules: rules, stages: stages)
    guard counts.total != .zero else {
      (section["counts"] ?? value).report(
        "no architecture satisfies \(section["counts"]?.subject ?? value.subject); lower a minimum "
          + "or raise a maximum")
      return nil
    }
    self.init(table: table, positions: positions, groups: groups, counts: counts)
  }

  /// One element of `positions`.
  private struct ReadGroup: Equatable {
    let operators: [Int]
    let depths: [Int]
    let channels: Channels
    let stride: Int
    let isUniform: Bool

    init?(reading value: DocumentValue, _ table: OperatorTable, _ roles: [Operator.Role]) {
      guard
        let group = value.section(
          required: ["operators"],
          optional: ["repeat", "lengths", "equal", "channels", "stride"]),
        let operators = group["operators"]?.operatorIndices(in: table, roles: roles),
        // It may have been meant as "repeat", so the number of positions is not known.
        !group.hasUnknownKeys
      else { return nil }
      let repeats = group["repeat"].map { $0.integer(in: 1...largestLength) } ?? 1
      let lengths = group["lengths"].map { readLengths($0, largest: largestLength) } ?? []
      let channels =
        group["channels"].map { Channels(reading: $0, of: operators, in: table) } ?? .incoming
      let stride = group["stride"].map { $0.integer(.stride) } ?? 1
      let isUniform = group["equal"].map { $0.boolean() } ?? false
      if group["repeat"] != nil, let lengths = group["lengths"] {
        lengths.report("\(group.subject) has both \"repeat\" and \"lengths\"; remove one")
        return nil
      }
      guard let repeats, let lengths, let channels, let stride, let isUniform else { return nil }
      self.operators = operators
      depths = lengths.isEmpty ? [repeats] : lengths
      self.channels = channels
      self.stride = stride
      self.isUniform = isUniform
      guard !isUniform || depths.last != 1 else {
        group["equal"]?.report(
          "\(group.subject) has one position, which is equal to itself; remove \"equal\"")
        return nil
      }
    }
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
  /// The reason why these operators, each of which can stand at its position, are no architecture
  /// of the space; nil when they are one.
  func violation(of genes: [UInt8]) -> String? {
    for group in groups where group.depths.count > 1 {
      let depth = group.positions.count { genes[$0] < positions[$0].count }
      if group.depths.contains(depth) { continue }
      let known = alternatives(group.depths.map(String.init))
      return "\(depth) of the positions \(group.positions.lowerBound + 1) to "
        + "\(group.positions.upperBound) are filled, expected \(known)"
    }
    for group in groups where group.isUniform {
      let first = group.positions.lowerBound
      let held = Set(genes[group.positions].filter { $0 < positions[first].count }).sorted()
      guard held.count > 1 else { continue }
      let names = held.map { table.operators[positions[first][Int($0)]].name }
      return "the positions \(first + 1) to \(group.positions.upperBound) hold \(list(names)), "
        + "expected one operator"
    }
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

extension ChainOfChoices.Channels {
  private static let range = 1...65_536

  /// A number, or the name of a variable that all operators of the position have.
  fileprivate init?(reading value: DocumentValue, of operators: [Int], in table: OperatorTable) {
    guard let variable = value.scalarText(), Int(variable) == nil, variable.first?.isLetter == true
    else {
      guard let count = value.integer(in: Self.range) else { return nil }
      self = .fixed(count)
      return
    }
    for index in operators {
      let candidate = table.operators[index]
      guard let text = candidate.value(of: variable) else {
        value.report(
          "\(value.subject) is \"\(variable)\", but the operator \"\(candidate.name)\" has no "
            + "variable of that name; expected a number, or a variable that all operators of the "
            + "position have under \"over\""
        )
        return nil
      }
      guard Int(text).map(Self.range.contains) == true else {
        value.report(
          "\(value.subject) is \"\(variable)\", which is \(text) for the operator "
            + "\"\(candidate.name)\"; expected a number of channels from \(Self.range.lowerBound) "
            + "to \(Self.range.upperBound)")
        return nil
      }
    }
    self = .ofOperator(variable: variable)
  }
}
