/// The genotype of the DARTS code (Liu et al., ICLR 2019): `Genotype(normal=[('sep_conv_3x3', 0),
/// ...], normal_concat=range(2, 6), reduce=[...], reduce_concat=range(2, 6))`.
///
/// Two entries stand for a node, each an operator and the node it reads. The nodes that the output
/// concatenates follow from the space; where they are given, they have to agree. Other projects'
/// forms of the same are read, too (``CellPairReading``).
struct GenotypeNotation: PlainNotation, LiteralNotation {
  static let kind = "genotype"

  private let topology: CellPair
  /// The names of the operators that cells choose from.
  private let known: [String]

  init(_ topology: CellPair) {
    self.topology = topology
    known = topology.cellOperators.map { topology.table.operators[$0].name }
  }

  func recognises(_ value: Literal) -> Bool { CellPairReading.recognises(value) }

  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    try CellPairReading(topology: topology, text: text).architecture()
  }

  func text(of architecture: Architecture) -> String {
    let named = zip(CellPairReading.cellNames, topology.cells(of: architecture))
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
