import Documents
import Files

/// The operators of a chain by name as JSON: `{"operators":["residual_keep","residual_double_halve"]}`.
struct ChainJSONNotation: Notation {
  static let kind = "chain-json"

  private let topology: ChainOfChoices

  init?(reading section: DocumentSection, topology: any Topology) {
    guard section.rereading(required: ["name", "kind"]) != nil else { return nil }
    guard let topology = topology as? ChainOfChoices else {
      Notations.reportMismatch(Self.kind, needs: ChainOfChoices.kind, in: section)
      return nil
    }
    self.init(topology)
  }

  private init(_ topology: ChainOfChoices) {
    self.topology = topology
  }

  func extended(to topology: any Topology) -> (any Notation)? {
    (topology as? ChainOfChoices).map { Self($0) }
  }

  func recognises(_ text: Substring) -> Bool { text.first == "{" }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    let elements = try JSONText(text).list(at: "operators")
    guard let names = elements as? [String] else {
      throw ArchitectureError(text, "expected \"operators\" to be a list of operator names")
    }
    var genes: [UInt8] = []
    for (name, choices) in zip(names, topology.positions) {
      let known = choices.map { topology.table.operators[$0].name }
      guard let gene = known.firstIndex(of: name) else {
        throw ArchitectureError(
          text,
          "position \(genes.count + 1) cannot hold the operator \"\(name)\", expected one of "
            + list(known) + NearestName.hint(for: name, among: known))
      }
      genes.append(UInt8(gene))
    }
    guard names.count <= topology.positions.count else {
      throw ArchitectureError(
        text, "there are \(names.count) choices, expected at most \(topology.positions.count)")
    }
    if let violation = topology.violation(of: genes) { throw ArchitectureError(text, violation) }
    return Architecture(genes: genes)
  }

  func text(of architecture: Architecture) -> String {
    // Names hold neither quotes nor backslashes: the space file is checked for that.
    let names = topology.choices(of: architecture.genes).map {
      "\"\(topology.table.operators[$0].name)\""
    }
    return "{\"operators\":[\(names.joined(separator: ","))]}"
  }
}
