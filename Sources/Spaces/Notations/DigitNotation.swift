import Documents
import Wording

/// One sign an edge, groups by node, as in TransNAS-Bench-101: `64-41414-1_02_333`. The fixed
/// prefix, the separator and the sign of each operator are given in the space file.
struct DigitNotation: LiteralNotation {
  static let kind = "digits"

  private let topology: OperatorsOnEdges
  private let groups: [[Int]]
  private let prefix: String
  private let separator: String
  /// The sign of each edge operator.
  private let signs: [Character]

  init?(reading section: DocumentSection, topology: any Topology) {
    guard
      let section = section.rereading(
        required: ["name", "kind", "digits"], optional: ["prefix", "separator"])
    else { return nil }
    guard let topology = topology as? OperatorsOnEdges else {
      Notations.reportMismatch(Self.kind, needs: OperatorsOnEdges.kind, in: section)
      return nil
    }
    let names = topology.edgeOperators.map { topology.table.operators[$0].name }
    guard let digits = section["digits"]?.section(required: names) else { return nil }
    var signs: [Character] = []
    for name in names {
      guard let value = digits[name], let text = value.scalarText() else { continue }
      guard text.count == 1, let sign = text.first, !signs.contains(sign) else {
        value.report(
          "\(value.subject) is \"\(text)\"; expected one sign that no other operator has")
        continue
      }
      signs.append(sign)
    }
    var prefix = ""
    var separator = ""
    if let value = section["prefix"] {
      guard let text = value.scalarText(orEmpty: true) else { return nil }
      prefix = text
    }
    if let value = section["separator"] {
      guard let text = value.scalarText(orEmpty: true) else { return nil }
      separator = text
    }
    guard signs.count == names.count else { return nil }
    self.topology = topology
    self.signs = signs
    self.prefix = prefix
    self.separator = separator
    groups = topology.edgesByTarget
  }

  /// A prefix tells which list the signs are of.
  func isConvention(_ text: Substring) -> Bool { prefix.isEmpty }

  func recognises(_ text: Substring) -> Bool {
    !prefix.isEmpty && text.hasPrefix(prefix)
      || text.allSatisfy { signs.contains($0) || separator.contains($0) }
  }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    var scanner = NotationScanner(text)
    var genes = [UInt8](repeating: 0, count: topology.edges.count)
    try scanner.expect(prefix, ": the text begins with \"\(prefix)\"")
    for (number, group) in groups.enumerated() {
      if number > 0 { try scanner.expect(separator, " between two nodes") }
      for edge in group {
        guard let sign = scanner.next, let gene = signs.firstIndex(of: sign) else {
          let ends = topology.edges[edge]
          throw scanner.error(
            "\(scanner.found), expected the operator of the edge from node \(ends.source) to node "
              + "\(ends.target): \(list(meanings))")
        }
        guard topology.choices[edge].contains(UInt8(gene)) else {
          throw scanner.error(topology.misplacement(of: UInt8(gene), onEdge: edge))
        }
        _ = scanner.take()
        genes[edge] = UInt8(gene)
      }
    }
    try scanner.expectEnd()
    return Architecture(genes: genes)
  }

  var readsValuesOnly: Bool { false }

  func recognises(_ value: Literal) -> Bool {
    value.elements.map { EdgeIndicesNotation.flat($0, sizes).count == topology.edges.count }
      ?? false
  }

  func isConvention(_ value: Literal) -> Bool { true }

  private var sizes: [[Int]] { [groups.map(\.count)] }

  /// The signs as a list of numbers, in the order of the text; or a list for each node.
  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    guard let elements = text.value.elements.map({ EdgeIndicesNotation.flat($0, sizes) }),
      elements.count == topology.edges.count
    else {
      throw text.error(
        at: text.value,
        "found \(text.value.shown), expected \(topology.edges.count) numbers, one for each edge")
    }
    var genes = [UInt8](repeating: 0, count: topology.edges.count)
    for (edge, element) in zip(groups.joined(), elements) {
      let sign = element.text ?? element.whole.map(String.init) ?? ""
      guard let gene = signs.firstIndex(where: { String($0) == sign }) else {
        let ends = topology.edges[edge]
        throw text.error(
          at: element,
          "found \(element.shown), expected the operator of the edge from node \(ends.source) to "
            + "node \(ends.target): \(list(meanings))")
      }
      guard topology.choices[edge].contains(UInt8(gene)) else {
        throw text.error(at: element, topology.misplacement(of: UInt8(gene), onEdge: edge))
      }
      genes[edge] = UInt8(gene)
    }
    return Architecture(genes: genes)
  }

  /// `0 (none)`, `1 (skip_connect)`, ...
  private var meanings: [String] {
    zip(signs, topology.edgeOperators).map { "\($0) (\(topology.table.operators[$1].name))" }
  }

  func text(of architecture: Architecture) -> String {
    var text = prefix
    for (number, group) in groups.enumerated() {
      if number > 0 { text += separator }
      for edge in group { text.append(signs[Int(architecture.genes[edge])]) }
    }
    return text
  }
}
