import Documents
import Wording

/// Operators by the values of their variables, each behind a sign: `k3e6,k5e4|k7e3`, with the signs
/// k of the kernel and e of the expansion. Commas stand between positions, bars between the groups
/// of a chain. Where a separator is given, it stands between all positions: `64:32:16`.
struct VariableTextNotation: LiteralNotation {
  static let kind = "variable-text"

  private let topology: ChainOfChoices
  private let signs: [(variable: String, sign: String)]
  /// The separator that the space file gives.
  private let given: Character?
  /// The text of each operator at each position.
  private let texts: [[String]]
  /// Between positions.
  private let separator: Character
  /// The positions between two bars.
  private let stages: [Range<Int>]
  /// Whether one variable tells all operators apart, and every position is filled.
  private let hasOneVariable: Bool
  /// The sign of the first variable.
  private let sign: String

  init?(reading section: DocumentSection, topology: any Topology) {
    guard
      let section = section.rereading(
        required: ["name", "kind", "signs"], optional: ["separator"])
    else { return nil }
    guard let topology = topology as? ChainOfChoices else {
      Notations.reportMismatch(Self.kind, needs: ChainOfChoices.kind, in: section)
      return nil
    }
    guard let value = section["signs"], let entries = value.someEntries() else { return nil }
    var signs: [(variable: String, sign: String)] = []
    for (variable, sign) in entries {
      guard let text = sign.scalarText(orEmpty: true) else { return nil }
      guard text.allSatisfy(\.isLetter) else {
        sign.report("\(sign.subject) is \"\(text)\"; expected letters")
        return nil
      }
      signs.append((variable, text))
    }
    var separator: Character?
    if let value = section["separator"] {
      guard let text = value.scalarText() else { return nil }
      guard text.count == 1, let sign = text.first, !sign.isLetter, !sign.isNumber, sign != "{",
        !sign.isWhitespace
      else {
        value.report("\(value.subject) is \"\(text)\"; expected one sign such as \":\"")
        return nil
      }
      guard topology.groups.allSatisfy({ $0.depths.count == 1 }) else {
        value.report(
          "\(value.subject) is for chains whose stages have one depth each; without it commas and "
            + "bars tell where a stage ends")
        return nil
      }
      separator = sign
    }
    self.init(topology, signs, separator)
    guard let position = unclearPosition else { return }
    let names = topology.positions[position].map { topology.table.operators[$0].name }
    value.report(
      "\(value.subject) does not tell the operators of position \(position + 1) apart: "
        + "\(list(names)) are \(list(texts[position].map { "\"\($0)\"" }))")
    return nil
  }

  /// - Parameter given: nil for commas between positions and bars between groups
  private init(
    _ topology: ChainOfChoices, _ signs: [(variable: String, sign: String)],
    _ given: Character?
  ) {
    (self.topology, self.signs, self.given) = (topology, signs, given)
    hasOneVariable = signs.count == 1 && topology.groups.allSatisfy { $0.depths.count == 1 }
    sign = signs[0].sign
    separator = given ?? ","
    stages = given == nil ? topology.groups.map(\.positions) : [0..<topology.positions.count]
    texts = topology.positions.map { choices in
      choices.map { index in
        signs.compactMap { sign in
          topology.table.operators[index].value(of: sign.variable).map { sign.sign + $0 }
        }.joined()
      }
    }
  }

  /// The same signs for other operators and positions, where they still tell all apart.
  func extended(to topology: any Topology) -> (any Notation)? {
    guard let topology = topology as? ChainOfChoices,
      given == nil || topology.groups.allSatisfy({ $0.depths.count == 1 })
    else { return nil }
    let notation = Self(topology, signs, given)
    return notation.unclearPosition == nil ? notation : nil
  }

  /// The first position whose operators have no texts of their own; nil where all have.
  private var unclearPosition: Int? {
    texts.firstIndex { choices in
      Set(choices).count < choices.count
        || choices.contains { text in
          text.isEmpty || text.contains { ",|{ ".contains($0) || $0 == separator }
        }
    }
  }

  func recognises(_ text: Substring) -> Bool {
    guard let first = text.first, !"{[(".contains(first) else { return false }
    return !text.contains { "=({[\"'".contains($0) }
  }

  var readsValuesOnly: Bool { false }

  func recognises(_ value: Literal) -> Bool {
    hasOneVariable && value.elements?.count == texts.count
      && value.elements?.allSatisfy { $0.whole != nil } == true
  }

  /// The values of the only variable as a list: `[64, 32, 16]`.
  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    var genes: [UInt8] = []
    for (position, element) in (text.value.elements ?? []).enumerated() {
      let word = sign + (element.whole.map(String.init) ?? "")
      guard let gene = texts[position].firstIndex(of: word) else {
        throw text.error(
          at: element,
          "found \(element.shown), expected the operator at position \(position + 1), one of "
            + list(texts[position].map { String($0.dropFirst(sign.count)) }))
      }
      genes.append(UInt8(gene))
    }
    if let violation = topology.violation(of: genes) {
      throw text.error(at: text.value, violation)
    }
    return Architecture(genes: genes)
  }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    var scanner = NotationScanner(text)
    let start = scanner.place
    var genes: [UInt8] = []
    for (number, stage) in stages.enumerated() {
      if number > 0 { try scanner.expect("|", ": the next stage begins with \"|\"") }
      for (offset, position) in stage.enumerated() {
        // The end of the text or of the stage leaves the rest empty, where that is allowed.
        if offset > 0 {
          guard scanner.next == separator else {
            guard topology.counts.geneCounts[position] > texts[position].count else {
              throw scanner.error(
                "\(scanner.found), expected \"\(separator)\" and the operator at position "
                  + "\(position + 1)"
              )
            }
            genes.append(UInt8(texts[position].count))
            continue
          }
          _ = scanner.take()
        }
        let place = scanner.place
        let word = scanner.takeAll { ",| ".contains($0) || $0 == separator }
        guard let gene = texts[position].firstIndex(of: word) else {
          throw scanner.error(
            at: place,
            "found \"\(word)\", expected the operator at position \(position + 1), one of "
              + list(texts[position]) + NearestName.hint(for: word, among: texts[position]))
        }
        genes.append(UInt8(gene))
      }
    }
    try scanner.expectEnd()
    if let violation = topology.violation(of: genes) { throw scanner.error(at: start, violation) }
    return Architecture(genes: genes)
  }

  func text(of architecture: Architecture) -> String {
    stages.map { stage in
      stage.compactMap { position in
        let gene = Int(architecture.genes[position])
        return gene < texts[position].count ? texts[position][gene] : nil
      }.joined(separator: String(separator))
    }.joined(separator: "|")
  }
}
