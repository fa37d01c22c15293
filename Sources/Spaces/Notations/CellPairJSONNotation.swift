/// Both cells as JSON: `{"normal":[[["sep_conv_3x3",0],["max_pool_3x3",1]],...],"reduce":[...]}`,
/// for each node its two operators with the nodes they read.
struct CellPairJSONNotation: PlainNotation, LiteralNotation {
  static let kind = "cell-pair-json"

  private let topology: CellPair

  init(_ topology: CellPair) {
    self.topology = topology
  }

  func recognises(_ value: Literal) -> Bool { CellPairReading.recognises(value) }

  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    try CellPairReading(topology: topology, text: text).architecture()
  }

  func text(of architecture: Architecture) -> String {
    let cells = zip(CellPairReading.cellNames, topology.cells(of: architecture)).map {
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
