import Wording

/// Both cells as JSON: `{"normal":[[["sep_conv_3x3",0],["max_pool_3x3",1]],...],"reduce":[...]}`,
/// for each node its two operators with the nodes they read.
struct CellPairJSONNotation: PlainNotation {
  static let kind = "cell-pair-json"

  private let topology: CellPair

  init(_ topology: CellPair) {
    self.topology = topology
  }

  func recognises(_ text: Substring) -> Bool { text.first == "{" }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    var genes: [UInt8] = []
    let cells = try JSONText(text).lists(at: GenotypeNotation.cellNames)
    for (name, nodes) in zip(GenotypeNotation.cellNames, cells) {
      guard nodes.count == topology.numberOfNodes else {
        throw ArchitectureError(
          text,
          "\"\(name)\" has \(nodes.count) nodes, expected \(topology.numberOfNodes)")
      }
      for (index, node) in nodes.enumerated() {
        let number = CellPair.numberOfInputs + index
        let subject = "node \(number) of \"\(name)\""
        guard let elements = node as? [Any], elements.count == 2 else {
          throw ArchitectureError(
            text, "\(subject) is not of the form [[\"operator\", node], [\"operator\", node]]")
        }
        var terms: [CellPair.Term] = []
        for element in elements { terms.append(try term(element, of: number, subject, text)) }
        guard let found = topology.genes(of: [[terms]]) else {
          throw ArchitectureError(
            text,
            "both operators of \(subject) read node \(terms[0].source), expected different ones")
        }
        genes += found
      }
    }
    return Architecture(genes: genes)
  }

  private func term(
    _ element: Any, of number: Int, _ subject: String, _ text: String
  ) throws(ArchitectureError) -> CellPair.Term {
    guard let parts = element as? [Any], parts.count == 2, let name = parts[0] as? String,
      let source = parts[1] as? Int
    else {
      throw ArchitectureError(
        text, "an element of \(subject) is not of the form [\"operator\", node]")
    }
    guard (0..<number).contains(source) else {
      throw ArchitectureError(
        text, "\(subject) reads node \(source), expected one from 0 to \(number - 1)")
    }
    let known = topology.cellOperators.map { topology.table.operators[$0].name }
    guard let choice = known.firstIndex(of: name) else {
      throw ArchitectureError(
        text,
        "\(subject) has the unknown operator \"\(name)\", expected one of \(list(known))"
          + NearestName.hint(for: name, among: known))
    }
    return CellPair.Term(source: source, operator: choice)
  }

  func text(of architecture: Architecture) -> String {
    let cells = zip(GenotypeNotation.cellNames, topology.cells(of: architecture)).map {
      name, cell in
      let nodes = cell.map { terms in
        // Names hold neither quotes nor backslashes: the space file is checked for that.
        let parts = terms.map {
          "[\"\(topology.table.operators[topology.cellOperators[$0.operator]].name)\",\($0.source)]"
        }
        return "[\(parts.joined(separator: ","))]"
      }
      return "\"\(name)\":[\(nodes.joined(separator: ","))]"
    }
    return "{\(cells.joined(separator: ","))}"
  }
}
