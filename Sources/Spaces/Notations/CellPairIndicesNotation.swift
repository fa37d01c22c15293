import Documents

/// Pairs of numbers, the node that is read and the operator, two for each node, both cells:
/// `(((0, 3), (1, 3), ...), ((0, 0), ...))`, as NASLib stores DARTS cells.
///
/// `operators` is the order that gives operators their numbers.
struct CellPairIndicesNotation: Notation {
  static let kind = "cell-pair-indices"

  private let topology: CellPair
  /// The place in the topology's list of each numbered operator.
  private let choices: [Int]

  init?(reading section: DocumentSection, topology: any Topology) {
    guard let section = section.rereading(required: ["name", "kind", "operators"]) else {
      return nil
    }
    guard let topology = topology as? CellPair else {
      Notations.reportMismatch(Self.kind, needs: CellPair.kind, in: section)
      return nil
    }
    guard let value = section["operators"],
      let indices = value.operatorIndices(
        in: topology.table, roles: [.operation, .zero, .identity])
    else { return nil }
    choices = indices.compactMap { topology.cellOperators.firstIndex(of: $0) }
    guard choices.count == indices.count, choices.count == topology.cellOperators.count else {
      value.report(
        "\(value.subject) are not the topology's; expected each of its "
          + "\(topology.cellOperators.count) operators once")
      return nil
    }
    self.topology = topology
  }

  func recognises(_ text: Substring) -> Bool { text.first == "(" || text.first == "[" }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    var scanner = NotationScanner(text)
    // Lists are read like Python's tuples, as in JSON.
    let (opening, closing) = scanner.next == "[" ? ("[", "]") : ("(", ")")
    var genes: [UInt8] = []
    try scanner.expectToken(opening)
    for cell in 0..<2 {
      if cell > 0 { try scanner.expectToken(",", " before the reduction cell") }
      try scanner.expectToken(opening)
      for node in 0..<topology.numberOfNodes {
        scanner.skipWhitespace()
        let place = scanner.place
        var terms: [CellPair.Term] = []
        for number in 0..<2 {
          if node + number > 0 { try scanner.expectToken(",", " before the next pair") }
          try scanner.expectToken(opening)
          let last = CellPair.numberOfInputs + node - 1
          let source = try scanner.takeNumber(
            in: 0...last, "expected a node before node \(last + 1), 0 to \(last)")
          try scanner.expectToken(",")
          let index = try scanner.takeNumber(
            in: 0...choices.count - 1,
            "expected the number of an operator, 0 to \(choices.count - 1)")
          try scanner.expectToken(closing)
          terms.append(CellPair.Term(source: source, operator: choices[index]))
        }
        guard let found = topology.genes(of: [[terms]]) else {
          throw scanner.error(
            at: place,
            "both pairs of node \(CellPair.numberOfInputs + node) read node \(terms[0].source), "
              + "expected different ones")
        }
        genes += found
      }
      scanner.skipToken(",")
      try scanner.expectToken(closing, " after \(2 * topology.numberOfNodes) pairs")
    }
    scanner.skipToken(",")
    try scanner.expectToken(closing, " after two cells")
    try scanner.expectEnd()
    return Architecture(genes: genes)
  }

  func text(of architecture: Architecture) -> String {
    let cells = topology.cells(of: architecture).map { cell in
      let pairs = cell.joined().map { term in
        "(\(term.source), \(choices.firstIndex(of: term.operator) ?? 0))"
      }
      return "(\(pairs.joined(separator: ", ")))"
    }
    return "(\(cells.joined(separator: ", ")))"
  }
}
