import Wording

/// The genotype of the DARTS code (Liu et al., ICLR 2019): `Genotype(normal=[('sep_conv_3x3', 0),
/// ...], normal_concat=range(2, 6), reduce=[...], reduce_concat=range(2, 6))`.
///
/// Two entries stand for a node, each an operator and the node it reads. The nodes that the output
/// concatenates follow from the space; they are read as a range or a list, and have to agree.
struct GenotypeNotation: PlainNotation {
  static let kind = "genotype"
  static let cellNames = ["normal", "reduce"]

  private let topology: CellPair
  /// The names of the operators that cells choose from.
  private let known: [String]

  init(_ topology: CellPair) {
    self.topology = topology
    known = topology.cellOperators.map { topology.table.operators[$0].name }
  }

  func recognises(_ text: Substring) -> Bool { text.first == "G" }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    var scanner = NotationScanner(text)
    try scanner.expectToken("Genotype")
    try scanner.expectToken("(")
    var genes: [UInt8] = []
    for (number, name) in GenotypeNotation.cellNames.enumerated() {
      if number > 0 { try scanner.expectToken(",", " before the \(name) cell") }
      try scanner.expectToken("\(name)=")
      var cell: [[CellPair.Term]] = []
      try scanner.expectToken("[")
      for node in 0..<topology.numberOfNodes {
        cell.append(try readNode(node, isLast: node == topology.numberOfNodes - 1, &scanner))
        genes += topology.genes(of: [cell.suffix(1)]) ?? []
      }
      try scanner.expectToken("]", " after \(2 * topology.numberOfNodes) entries")
      try scanner.expectToken(",")
      try scanner.expectToken("\(name)_concat=")
      try readOutput(of: cell, number, &scanner)
    }
    scanner.skipToken(",")
    try scanner.expectToken(")")
    try scanner.expectEnd()
    return Architecture(genes: genes)
  }

  private func readNode(
    _ node: Int, isLast: Bool, _ scanner: inout NotationScanner
  ) throws(ArchitectureError) -> [CellPair.Term] {
    scanner.skipWhitespace()
    let place = scanner.place
    var terms: [CellPair.Term] = []
    for number in 0..<2 {
      try scanner.expectToken("(", " before an operator")
      let choice = try readOperator(&scanner)
      try scanner.expectToken(",", " before the node that the operator reads")
      let last = CellPair.numberOfInputs + node - 1
      let source = try scanner.takeNumber(
        in: 0...last, "expected a node before node \(last + 1), 0 to \(last)")
      terms.append(CellPair.Term(source: source, operator: choice))
      try scanner.expectToken(")")
      if isLast && number == 1 {
        scanner.skipToken(",")
      } else {
        try scanner.expectToken(",", " before the next entry")
      }
    }
    guard topology.genes(of: [[terms]]) != nil else {
      throw scanner.error(
        at: place,
        "both entries of node \(CellPair.numberOfInputs + node) read node \(terms[0].source), "
          + "expected different ones")
    }
    return terms
  }

  private func readOperator(_ scanner: inout NotationScanner) throws(ArchitectureError) -> Int {
    scanner.skipWhitespace()
    let quote: Character = scanner.next == "\"" ? "\"" : "'"
    try scanner.expect(String(quote), " before the name of an operator")
    let place = scanner.place
    let name = scanner.takeAll { $0 == quote }
    try scanner.expect(String(quote))
    guard let choice = known.firstIndex(of: name) else {
      throw scanner.error(
        at: place,
        "unknown operator \"\(name)\", expected one of \(list(known))"
          + NearestName.hint(for: name, among: known))
    }
    return choice
  }

  /// The nodes that the output concatenates, as `range(2, 6)` or `[2, 3, 4, 5]`.
  private func readOutput(
    of cell: [[CellPair.Term]], _ number: Int, _ scanner: inout NotationScanner
  ) throws(ArchitectureError) {
    scanner.skipWhitespace()
    let place = scanner.place
    let nodes = 0...CellPair.numberOfInputs + topology.numberOfNodes
    let expected = "expected a node, 0 to \(nodes.upperBound)"
    var found: Set<Int> = []
    if scanner.next == "r" {
      try scanner.expectToken("range")
      try scanner.expectToken("(")
      let first = try scanner.takeNumber(in: nodes, expected)
      try scanner.expectToken(",")
      let end = try scanner.takeNumber(in: nodes, expected)
      try scanner.expectToken(")")
      if first < end { found.formUnion(first..<end) }
    } else {
      try scanner.expectToken("[", " or range")
      repeat {
        found.insert(try scanner.takeNumber(in: nodes, expected))
      } while scanner.skipToken(",")
      try scanner.expectToken("]")
    }
    let output = topology.output(of: cell, number)
    guard found == Set(output) else {
      throw scanner.error(
        at: place,
        "the cell concatenates the nodes \(list(found.sorted().map(String.init))), expected "
          + "\(list(output.map(String.init))), \(topology.outputInWords)")
    }
  }

  func text(of architecture: Architecture) -> String {
    let named = zip(GenotypeNotation.cellNames, topology.cells(of: architecture))
    let cells = named.enumerated().map { number, named in
      let (name, cell) = named
      let entries = cell.joined().map { term in
        "('\(known[term.operator])', \(term.source))"
      }
      let output = topology.output(of: cell, number)
      let isRange = output.last.map { $0 - output[0] + 1 == output.count } ?? false
      let nodes =
        isRange && output.count > 1
        ? "range(\(output[0]), \(output[output.count - 1] + 1))"
        : "[\(output.map(String.init).joined(separator: ", "))]"
      return "\(name)=[\(entries.joined(separator: ", "))], \(name)_concat=\(nodes)"
    }
    return "Genotype(\(cells.joined(separator: ", ")))"
  }
}

extension CellPair {
  fileprivate var outputInWords: String {
    switch outputRule {
    case .all: "all nodes"
    case .looseEnds: "those that no other node reads"
    case .looseEndsAndInputs:
      "those that no other node reads, in the normal cell also the inputs that none reads"
    }
  }
}
