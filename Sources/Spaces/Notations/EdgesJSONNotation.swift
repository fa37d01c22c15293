import Wording

/// The operator of each edge as JSON: `{"edges":[[0,1,"none"],[0,2,"skip_connect"]]}`, source,
/// target and operator. Edges are printed in the order of the space file and read in any.
struct EdgesJSONNotation: PlainNotation {
  static let kind = "edges-json"

  private let topology: OperatorsOnEdges

  init(_ topology: OperatorsOnEdges) {
    self.topology = topology
  }

  func recognises(_ text: Substring) -> Bool { text.first == "{" }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    let elements = try JSONText(text).list(at: "edges")
    var genes = [UInt8?](repeating: nil, count: topology.edges.count)
    for (number, element) in elements.enumerated() {
      guard let parts = element as? [Any], parts.count == 3, let source = parts[0] as? Int,
        let target = parts[1] as? Int, let name = parts[2] as? String
      else {
        throw ArchitectureError(
          text, "edge \(number + 1) is not of the form [source, target, \"operator\"]")
      }
      let edge = OperatorsOnEdges.Edge(source: source, target: target)
      guard let place = topology.edges.firstIndex(of: edge) else {
        throw ArchitectureError(
          text, "there is no edge from node \(source) to node \(target) in the space")
      }
      guard let gene = topology.gene(named: name) else {
        let known = topology.edgeOperators.map { topology.table.operators[$0].name }
        throw ArchitectureError(
          text,
          "unknown operator \"\(name)\", expected one of \(list(known))"
            + NearestName.hint(for: name, among: known))
      }
      guard genes[place] == nil else {
        throw ArchitectureError(
          text, "the edge from node \(source) to node \(target) is given twice")
      }
      genes[place] = gene
    }
    let found = genes.compactMap { $0 }
    guard found.count == genes.count else {
      throw ArchitectureError(
        text, "there are \(found.count) edges, expected \(genes.count)")
    }
    return Architecture(genes: found)
  }

  func text(of architecture: Architecture) -> String {
    let elements = zip(topology.edges, architecture.genes).map { edge, gene in
      let name = topology.table.operators[topology.edgeOperators[Int(gene)]].name
      // Names hold neither quotes nor backslashes: the space file is checked for that.
      return "[\(edge.source),\(edge.target),\"\(name)\"]"
    }
    return "{\"edges\":[\(elements.joined(separator: ","))]}"
  }
}
