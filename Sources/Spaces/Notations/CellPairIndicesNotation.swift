import Documents

/// Pairs of numbers, the node that is read and the operator, two for each node, both cells:
/// `(((0, 3), (1, 3), ...), ((0, 0), ...))`, as NASLib stores DARTS cells.
///
/// `operators` is the order that gives operators their numbers.
struct CellPairIndicesNotation: LiteralNotation {
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

  func recognises(_ value: Literal) -> Bool { value.elements != nil }

  func isConvention(_ value: Literal) -> Bool { true }

  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    guard let cells = text.value.elements, cells.count == 2 else {
      throw text.error(
        at: text.value,
        "found \(text.value.shown), expected two cells, each of \(2 * topology.numberOfNodes) pairs"
      )
    }
    return try CellPairReading(topology: topology, text: text, numbered: choices).architecture()
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
