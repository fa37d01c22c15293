import Wording

/// NAS-Bench-201's string: `|op~0|+|op~0|op~1|+|op~0|op~1|op~2|`. One group a node, joined by `+`;
/// in a group the operator of each edge into that node and the node it comes from.
struct EdgesByNodeNotation: PlainNotation {
  static let kind = "edges-by-node"

  private let topology: OperatorsOnEdges
  /// The edges of each group, by source.
  private let groups: [[Int]]
  /// The name of each edge operator, as bytes.
  private let names: [[UInt8]]
  /// The text behind the operator of each edge, as bytes: `~0|`.
  private let sources: [[UInt8]]

  init(_ topology: OperatorsOnEdges) {
    self.topology = topology
    groups = topology.edgesByTarget
    names = topology.edgeOperators.map { Array(topology.table.operators[$0].name.utf8) }
    sources = topology.edges.map { Array("~\($0.source)|".utf8) }
  }

  func recognises(_ text: Substring) -> Bool {
    text.first == "|" || text.contains("~")
  }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    if let architecture = architecture(printed: text) { return architecture }
    return try architecture(scanning: withoutSurroundings(text))
  }

  /// The text with spaces in place of names in front and brackets or quotes around it, so that
  /// places stay: `arch = "|...|"`, `Structure(4 nodes with |...|)`.
  private func withoutSurroundings(_ text: String) -> String {
    guard let first = text.firstIndex(of: "|"), let last = text.lastIndex(of: "|") else {
      return text
    }
    let (before, behind) = (text[..<first], text[text.index(after: last)...])
    guard !before.contains("~"), behind.allSatisfy({ $0.isWhitespace || ")]}'\",;".contains($0) })
    else { return text }
    return String(repeating: " ", count: before.count) + text[first...last]
  }

  /// The architecture of a text exactly as ``text(of:)`` prints it; nil for all other texts, right
  /// or wrong. Long lists hold such texts, and this takes a fraction of the time of parsing.
  func architecture(printed text: String) -> Architecture? {
    var text = text
    return text.withUTF8 { bytes in
      var genes = [UInt8](repeating: 0, count: topology.edges.count)
      var place = 0
      func skip(_ expected: some Collection<UInt8>) -> Bool {
        guard bytes.dropFirst(place).starts(with: expected) else { return false }
        place += expected.count
        return true
      }
      for (number, group) in groups.enumerated() {
        guard skip((number == 0 ? "|" : "+|").utf8) else { return nil }
        for edge in group {
          let gene = names.firstIndex { skip($0, and: sources[edge]) }
          guard let gene else { return nil }
          genes[edge] = UInt8(gene)
        }
      }
      guard place == bytes.count, topology.misplacement(in: genes) == nil else { return nil }
      return Architecture(genes: genes)

      func skip(_ name: [UInt8], and source: [UInt8]) -> Bool {
        let start = place
        if skip(name), skip(source) { return true }
        place = start
        return false
      }
    }
  }

  /// The architecture of any text in the notation.
  func architecture(scanning text: String) throws(ArchitectureError) -> Architecture {
    var scanner = NotationScanner(text)
    var genes = [UInt8](repeating: 0, count: topology.edges.count)
    for (number, group) in groups.enumerated() {
      scanner.skipWhitespace()
      if number > 0 {
        try scanner.expect("+", " before the operators of node \(target(of: group))")
        scanner.skipWhitespace()
      }
      try scanner.expect("|")
      for edge in group {
        scanner.skipWhitespace()
        let place = scanner.place
        let name = scanner.takeAll { "~|+".contains($0) || $0.isWhitespace }
        scanner.skipWhitespace()
        guard let gene = topology.gene(named: name) else {
          let known = topology.edgeOperators.map { topology.table.operators[$0].name }
          throw scanner.error(
            at: place,
            (name.isEmpty ? "\(scanner.found)" : "unknown operator \"\(name)\"")
              + ", expected one of \(list(known))" + NearestName.hint(for: name, among: known))
        }
        guard topology.choices[edge].contains(gene) else {
          throw scanner.error(at: place, topology.misplacement(of: gene, onEdge: edge))
        }
        genes[edge] = gene
        let source = topology.edges[edge].source
        try scanner.expect("~\(source)", ": \"\(name)\" is on the edge from node \(source)")
        scanner.skipWhitespace()
        try scanner.expect("|")
      }
    }
    try scanner.expectEnd()
    return Architecture(genes: genes)
  }

  private func target(of group: [Int]) -> Int { topology.edges[group[0]].target }

  func text(of architecture: Architecture) -> String {
    var text = ""
    for (number, group) in groups.enumerated() {
      text += number == 0 ? "|" : "+|"
      for edge in group {
        let index = topology.edgeOperators[Int(architecture.genes[edge])]
        text += topology.table.operators[index].name
        text += "~"
        text += String(topology.edges[edge].source)
        text += "|"
      }
    }
    return text
  }
}

extension OperatorsOnEdges {
  /// The edges into each node that has any, nodes in increasing order, each group by source.
  var edgesByTarget: [[Int]] {
    (0..<numberOfNodes).compactMap { node in
      let group = edges.indices.filter { edges[$0].target == node }
      return group.isEmpty
        ? nil
        : group.sorted {
          (edges[$0].source, $0) < (edges[$1].source, $1)
        }
    }
  }

  func gene(named name: String) -> UInt8? {
    edgeOperators.firstIndex { table.operators[$0].name == name }.map { UInt8($0) }
  }
}
