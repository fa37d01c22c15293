import Documents
import Wording

/// One sign a position, between a fixed prefix and a fixed suffix, as in TransNAS-Bench-101's macro
/// space, `64-111114-basic`, and in NAS-Bench-Macro, `00120121`. Operators may share a sign if no
/// position has both.
struct DigitChainNotation: LiteralNotation {
  static let kind = "digit-chain"

  private let topology: ChainOfChoices
  private let prefix: String
  private let suffix: String
  /// The sign of each operator at each position.
  private let signs: [[Character]]

  init?(reading section: DocumentSection, topology: any Topology) {
    guard
      let section = section.rereading(
        required: ["name", "kind", "digits"], optional: ["prefix", "suffix"])
    else { return nil }
    guard let topology = topology as? ChainOfChoices else {
      Notations.reportMismatch(Self.kind, needs: ChainOfChoices.kind, in: section)
      return nil
    }
    guard topology.counts.stages.isEmpty else {
      section.report(
        "the notation kind \(Self.kind) cannot tell where a stage of variable depth ends; use "
          + "\"variable-text\""
      )
      return nil
    }
    guard let value = section["digits"],
      let signs = DigitChainNotation.readSigns(value, topology)
    else { return nil }
    var affixes = ["", ""]
    for (place, key) in ["prefix", "suffix"].enumerated() {
      guard let value = section[key] else { continue }
      guard let text = value.scalarText(orEmpty: true) else { return nil }
      affixes[place] = text
    }
    self.topology = topology
    self.signs = signs
    (prefix, suffix) = (affixes[0], affixes[1])
  }

  private static func readSigns(
    _ value: DocumentValue, _ topology: ChainOfChoices
  ) -> [[Character]]? {
    let operators = topology.table.operators
    let used = Set(topology.positions.joined()).sorted()
    guard let digits = value.section(required: used.map { operators[$0].name }) else { return nil }
    var signs: [Int: Character] = [:]
    for index in used {
      guard let value = digits[operators[index].name], let text = value.scalarText() else {
        continue
      }
      let rivals = topology.positions.filter { $0.contains(index) }.joined().filter { $0 != index }
      guard text.count == 1, let sign = text.first, !rivals.contains(where: { signs[$0] == sign })
      else {
        value.report(
          "\(value.subject) is \"\(text)\"; expected one sign that no other operator of the "
            + "same position has")
        continue
      }
      signs[index] = sign
    }
    guard signs.count == used.count else { return nil }
    return topology.positions.map { $0.compactMap { signs[$0] } }
  }

  /// A prefix tells which list the signs are of.
  func isConvention(_ text: Substring) -> Bool { prefix.isEmpty }

  func recognises(_ text: Substring) -> Bool {
    !prefix.isEmpty && text.hasPrefix(prefix)
      || text.allSatisfy { sign in signs.contains { $0.contains(sign) } }
  }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    var scanner = NotationScanner(text)
    try scanner.expect(prefix, ": the text begins with \"\(prefix)\"")
    let start = scanner.place
    var genes: [UInt8] = []
    while genes.count < signs.count {
      let position = genes.count
      guard let sign = scanner.next, let gene = signs[position].firstIndex(of: sign) else {
        if topology.counts.lengths.contains(position) { break }
        throw scanner.error(
          "\(scanner.found), expected the operator at position \(position + 1): "
            + list(meanings(at: position)))
      }
      _ = scanner.take()
      genes.append(UInt8(gene))
    }
    try scanner.expect(suffix, ": the text ends with \"\(suffix)\"")
    try scanner.expectEnd()
    if let violation = topology.violation(of: genes) { throw scanner.error(at: start, violation) }
    return Architecture(genes: genes)
  }

  var readsValuesOnly: Bool { false }

  func recognises(_ value: Literal) -> Bool {
    value.elements?.allSatisfy { $0.whole != nil } ?? false
  }

  func isConvention(_ value: Literal) -> Bool { true }

  /// The signs as a list of numbers. Zeros behind the last position fill lists of equal length, as
  /// NASLib's for TransNAS-Bench-101 have them, where 0 is no sign.
  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    var elements = text.value.elements ?? []
    if !signs.joined().contains("0") {
      while elements.last?.whole == 0 { elements.removeLast() }
    }
    guard topology.counts.lengths.contains(elements.count) else {
      throw text.error(
        at: text.value,
        "there are \(elements.count) numbers, expected "
          + list(topology.counts.lengths.map(String.init)))
    }
    var genes: [UInt8] = []
    for (position, element) in elements.enumerated() {
      let sign = element.whole.map(String.init) ?? ""
      guard let gene = signs[position].firstIndex(where: { String($0) == sign }) else {
        throw text.error(
          at: element,
          "found \(element.shown), expected the operator at position \(position + 1): "
            + list(meanings(at: position)))
      }
      genes.append(UInt8(gene))
    }
    if let violation = topology.violation(of: genes) {
      throw text.error(at: text.value, violation)
    }
    return Architecture(genes: genes)
  }

  /// `0 (identity)`, `1 (mbconv)`, ...
  private func meanings(at position: Int) -> [String] {
    zip(signs[position], topology.positions[position]).map {
      "\($0) (\(topology.table.operators[$1].name))"
    }
  }

  func text(of architecture: Architecture) -> String {
    var text = prefix
    for (position, gene) in architecture.genes.enumerated() {
      text.append(signs[position][Int(gene)])
    }
    return text + suffix
  }
}
