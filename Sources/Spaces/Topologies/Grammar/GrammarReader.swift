import Documents
import Wording

/// Reads the `topology` section of a grammar, its motifs, shapes and rules one after the other.
struct GrammarReader {
  private static let largestRules = 250
  private static let largestProductions = 250
  /// Nested parts of a production.
  private static let deepestNesting = 8

  let table: OperatorTable
  private(set) var rules = GrammarRules()
  /// Where each rule with a name stands in the file.
  private(set) var rulePlaces: [DocumentValue] = []
  /// Where each production stands.
  private(set) var productionPlaces: [[DocumentValue]] = []
  private var ruleNumbers: [String: Int] = [:]
  private var operatorNumbers: [String: Int] = [:]
  private var motifNumbers: [String: Int] = [:]

  /// - Returns: nil after reporting what is wrong.
  init?(reading section: DocumentSection, _ table: OperatorTable) {
    self.table = table
    for (index, known) in table.operators.enumerated()
    where [.operation, .identity, .zero].contains(known.role) {
      operatorNumbers[known.name] = index
      if let sign = known.name.first(where: { "()".contains($0) }) {
        section.report(
          "the operator \"\(known.name)\" has \"\(sign)\" in its name, which a grammar cannot "
            + "write; rename it")
        return nil
      }
    }
    guard readMotifs(section), let value = section["rules"], let entries = value.entries(),
      readNames(entries, value), readShapes(section)
    else { return nil }
    var failed = false
    for (number, entry) in entries.enumerated() where !readRule(number, entry.value) {
      failed = true
    }
    if failed { return nil }
    if let value = section["start"] {
      guard let name = value.name() else { return nil }
      guard let number = ruleNumbers[name] else {
        value.report(unknown(value.subject, name, Array(ruleNumbers.keys)))
        return nil
      }
      rules.start = number
    }
  }

  private func unknown(_ subject: String, _ name: String, _ known: [String]) -> String {
    "\(subject) is \"\(name)\", which no rule is called; expected one of \(list(known.sorted()))"
      + NearestName.hint(for: name, among: known.sorted())
  }

  private mutating func readMotifs(_ section: DocumentSection) -> Bool {
    guard let value = section["motifs"] else { return true }
    guard let elements = value.someElements() else { return false }
    for element in elements {
      guard let motif = Motif(reading: element, table) else { return false }
      guard isNew(motif.name, element, Motif.builtIn + Array(motifNumbers.keys)) else {
        return false
      }
      rules.motifs.append(motif)
      motifNumbers[motif.name] = rules.motifs.count - 1
    }
    return true
  }

  /// Rules, motifs and operators must not share a name.
  private func isNew(_ name: String, _ place: DocumentValue, _ others: [String]) -> Bool {
    if name.contains(where: { "()".contains($0) }) {
      place.report("the name \"\(name)\" has a parenthesis in it; choose another")
      return false
    }
    if others.contains(name) || operatorNumbers[name] != nil {
      place.report(
        "the name \"\(name)\" is taken by "
          + "\(operatorNumbers[name] == nil ? "a motif" : "an operator"); choose another")
      return false
    }
    return true
  }

  private mutating func readNames(
    _ entries: [(key: String, value: DocumentValue)], _ value: DocumentValue
  ) -> Bool {
    guard (1...GrammarReader.largestRules).contains(entries.count) else {
      value.report(
        "\(value.subject) are \(entries.count); expected 1 to \(GrammarReader.largestRules)")
      return false
    }
    for (number, entry) in entries.enumerated() {
      if let sign = DocumentValue.misplacedSign(inName: entry.key) {
        entry.value.report(
          "the rule \"\(entry.key)\" has \"\(sign)\" in its name; use letters, digits, _ and -")
        return false
      }
      guard isNew(entry.key, entry.value, Motif.builtIn + Array(motifNumbers.keys)) else {
        return false
      }
      ruleNumbers[entry.key] = number
      rulePlaces.append(entry.value)
      rules.rules.append(GrammarRules.Rule(name: entry.key, productions: []))
    }
    rules.ruleChanges = entries.map { _ in .none }
    return true
  }

  private mutating func readShapes(_ section: DocumentSection) -> Bool {
    guard let value = section["shapes"] else { return true }
    guard let entries = value.entries() else { return false }
    for (name, value) in entries {
      guard let change = ShapeChange(reading: value) else { return false }
      if let rule = ruleNumbers[name] {
        rules.ruleChanges[rule] = change
      } else if let index = operatorNumbers[name] {
        guard table.operators[index].role == .operation else {
          value.report(
            "operator \"\(name)\" has the role \(table.operators[index].role.rawValue) and keeps "
              + "the shape; leave it out")
          return false
        }
        rules.operatorChanges[index] = change
      } else {
        let known = (Array(ruleNumbers.keys) + Array(operatorNumbers.keys)).sorted()
        value.report(
          "\"\(name)\" is no rule and no operator; expected one of \(list(known))"
            + NearestName.hint(for: name, among: known))
        return false
      }
    }
    return true
  }

  private mutating func readRule(_ number: Int, _ value: DocumentValue) -> Bool {
    guard let elements = value.someElements() else { return false }
    guard elements.count <= GrammarReader.largestProductions else {
      value.report(
        "\(value.subject) has \(elements.count) productions; at most "
          + "\(GrammarReader.largestProductions) are supported")
      return false
    }
    productionPlaces.append(elements)
    for element in elements {
      guard let text = element.text() else { return false }
      do {
        let expression = try Expression(parsing: text)
        let production = try production(expression, at: 0, depth: 0, text)
        rules.rules[number].productions.append(production)
      } catch {
        let hint =
          text.contains("(") && !text.contains(")")
          ? "; in a list in brackets, put an expression with commas in quotes" : ""
        element.report(
          "\(element.subject), \"\(text)\", character \(error.character ?? 1): "
            + "\(error.problem)\(hint)"
        )
        return false
      }
    }
    return true
  }

  private mutating func production(
    _ expression: Expression, at node: Int, depth: Int, _ text: String
  ) throws(ArchitectureError) -> GrammarRules.Production {
    let written = expression.nodes[node]
    guard let arguments = written.arguments else {
      return GrammarRules.Production(
        motif: nil, symbols: [try symbol(expression, at: node, depth: depth, text)])
    }
    guard depth <= GrammarReader.deepestNesting else {
      throw ArchitectureError(
        text, at: written.place,
        "a production nests at most \(GrammarReader.deepestNesting) motifs; give the inner ones a "
          + "rule"
      )
    }
    let motif: Int
    if Motif.builtIn.contains(written.name) {
      guard (1...64).contains(arguments.count) else {
        throw ArchitectureError(
          text, at: written.place,
          "\(written.name) has \(arguments.count) parts, expected at most 64")
      }
      motif = rules.number(of: Motif(builtIn: written.name, arity: arguments.count))
    } else if let known = motifNumbers[written.name] {
      motif = known
      let arity = rules.motifs[known].arity
      guard arity == arguments.count else {
        throw ArchitectureError(
          text, at: written.place,
          "\(written.name) has \(arguments.count) parts, expected \(arity)")
      }
    } else {
      let known = motifNumbers.keys.sorted() + Motif.builtIn
      throw ArchitectureError(
        text, at: written.place,
        "\(written.name) is no motif, expected one of \(list(known))"
          + NearestName.hint(for: written.name, among: known))
    }
    var symbols: [GrammarRules.Symbol] = []
    for argument in arguments {
      symbols.append(try symbol(expression, at: argument, depth: depth + 1, text))
    }
    return GrammarRules.Production(motif: motif, symbols: symbols)
  }

  private mutating func symbol(
    _ expression: Expression, at node: Int, depth: Int, _ text: String
  ) throws(ArchitectureError) -> GrammarRules.Symbol {
    let written = expression.nodes[node]
    if written.arguments != nil {
      let inner = try production(expression, at: node, depth: depth, text)
      rules.rules.append(GrammarRules.Rule(name: nil, productions: [inner]))
      return .rule(rules.rules.count - 1)
    }
    if let rule = ruleNumbers[written.name] { return .rule(rule) }
    if let index = operatorNumbers[written.name] { return .operator(index) }
    let known = ruleNumbers.keys.sorted() + operatorNumbers.keys.sorted()
    throw ArchitectureError(
      text, at: written.place,
      "\(written.name) is no rule and no operator, expected one of \(list(known))"
        + NearestName.hint(for: written.name, among: known))
  }
}

extension ShapeChange {
  /// Reads `{channels: 2, resolution: 1/2}`.
  fileprivate init?(reading value: DocumentValue) {
    guard let section = value.section(required: [], optional: ["channels", "resolution"]) else {
      return nil
    }
    var (channels, stride) = ((1, 1), 1)
    if let value = section["channels"] {
      guard let text = value.scalarText() else { return nil }
      guard let found = ShapeChange.fraction(text), found.0 <= 64, found.1 <= 64 else {
        value.report("\(value.subject) is \"\(text)\"; expected a multiple from 1/64 to 64")
        return nil
      }
      channels = found
    }
    if let value = section["resolution"] {
      guard let text = value.scalarText() else { return nil }
      guard let found = ShapeChange.fraction(text), found.0 == 1, found.1 <= 64 else {
        value.report("\(value.subject) is \"\(text)\"; expected a share from 1/64 to 1")
        return nil
      }
      stride = found.1
    }
    self.init(channels: channels.0, by: channels.1, stride: stride)
  }

  /// `2` or `1/2`.
  private static func fraction(_ text: String) -> (Int, Int)? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    let numbers = parts.compactMap { $0 }.filter { $0 > 0 }
    guard numbers.count == parts.count, (1...2).contains(numbers.count) else { return nil }
    return (numbers[0], numbers.count == 2 ? numbers[1] : 1)
  }
}
