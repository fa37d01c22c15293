import Files

/// NAS-Bench-101's module hash: equal for isomorphic cells and the key of its data set. It can be
/// printed but not read back, since it does not tell the cell.
///
/// Reference: `hash_module` in `graph_util.py` of google-research/nasbench (Apache-2.0). Each vertex
/// starts from the text of its out-degree, in-degree and label (-1 input, -2 output, else the place
/// of its operator in the space file), hashed with MD5; then, as often as there are vertices, each
/// hash is replaced by that of its sorted in-neighbours', its sorted out-neighbours' and itself; the
/// fingerprint hashes Python's spelling of the sorted list.
struct ModuleHashNotation: Notation {
  static let kind = "module-hash"

  private let topology: OperatorsOnNodes

  init?(reading section: SpaceFileSection, topology: any Topology) {
    guard section.rereading(required: ["name", "kind"]) != nil else { return nil }
    guard let topology = topology as? OperatorsOnNodes else {
      Notations.reportMismatch(Self.kind, needs: OperatorsOnNodes.kind, in: section)
      return nil
    }
    self.topology = topology
  }

  func recognises(_ text: Substring) -> Bool {
    text.count == 32 && text.allSatisfy { $0.isHexDigit }
  }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    throw ArchitectureError(
      text, "is a module hash, which does not tell the cell; give its matrix and operators instead")
  }

  func text(of architecture: Architecture) -> String {
    let cell = topology.cell(architecture)
    let vertices = 0..<cell.numberOfVertices
    let last = cell.numberOfVertices - 1
    let sources = vertices.map { target in vertices.filter { cell.hasEdge($0, target) } }
    let targets = vertices.map { source in vertices.filter { cell.hasEdge(source, $0) } }
    var hashes = vertices.map { vertex in
      let label = vertex == 0 ? -1 : vertex == last ? -2 : Int(cell.labels[vertex - 1])
      return md5("(\(targets[vertex].count), \(sources[vertex].count), \(label))")
    }
    for _ in vertices {
      hashes = vertices.map { vertex in
        let incoming = sources[vertex].map { hashes[$0] }.sorted().joined()
        let outgoing = targets[vertex].map { hashes[$0] }.sorted().joined()
        return md5("\(incoming)|\(outgoing)|\(hashes[vertex])")
      }
    }
    return md5("[" + hashes.sorted().map { "'\($0)'" }.joined(separator: ", ") + "]")
  }

  private func md5(_ text: String) -> String { Digest.md5(Array(text.utf8)) }
}
