import Documents
import Wording

/// Operators by the values of their variables, each behind a sign: `k3e6,k5e4|k7e3`, with the signs
/// k of the kernel and e of the expansion. Commas stand between positions, bars between the groups
/// of a chain. Where a separator is given, it stands between all positions: `64:32:16`.
struct VariableTextNotation: Notation {
  static let kind = "variable-text"

  private let topology: ChainOfChoices
  /// The text of each operator at each position.
  private let texts: [[String]]
  /// Between positions.
  private let separator: Character
  /// The positions between two bars.
  private let stages: [Range<Int>]

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
    self.topology = topology
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
      stages = [0..<topology.positions.count]
    } else {
      separator = ","
      stages = topology.groups.map(\.positions)
    }
    texts = topology.positions.map { choices in
      choices.map { index in
        signs.compactMap { sign in
          topology.table.operators[index].value(of: sign.variable).map { sign.sign + $0 }
        }.joined()
      }
    }
    for (position, choices) in texts.enumerated() {
      let special = choices.first {
        $0.isEmpty || $0.contains { ",|{ ".contains($0) || $0 == separator }
      }
      guard special == nil, Set(choices).count == choices.count else {
        let names = topology.positions[position].map { topology.table.operators[$0].name }
        value.report(
          "\(value.subject) does not tell the operators of position \(position + 1) apart: "
            + "\(list(names)) are \(list(choices.map { "\"\($0)\"" }))")
        return nil
      }
    }
  }

  func recognises(_ text: Substring) -> Bool { text.first != "{" }

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
