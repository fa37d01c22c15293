import Documents
import Files
import Wording

/// NAS-Bench-101's module hash: equal for isomorphic cells and the key of its data set. It can be
/// printed but not read back, since it does not tell the cell.
///
/// Reference: `hash_module` in `graph_util.py` of google-research/nasbench (Apache-2.0). Each
/// vertex starts from the text of its out-degree, in-degree and label (-1 input, -2 output, else
/// the place of its operator in the space file), hashed with MD5; then, as often as there are
/// vertices, each hash is replaced by that of its sorted in-neighbours', its sorted out-neighbours'
/// and itself; the fingerprint hashes Python's spelling of the sorted list.
struct ModuleHashNotation: Notation {
  static let kind = "module-hash"
  static var isReadable: Bool { false }

  private let topology: OperatorsOnNodes

  init?(reading section: DocumentSection, topology: any Topology) {
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
      return md5(Array("(\(targets[vertex].count), \(sources[vertex].count), \(label))".utf8))
    }
    var message: [UInt8] = []
    for _ in vertices {
      hashes = vertices.map { vertex in
        message.removeAll(keepingCapacity: true)
        for hash in sorted(sources[vertex].map { hashes[$0] }) { message += hash }
        message.append(UInt8(ascii: "|"))
        for hash in sorted(targets[vertex].map { hashes[$0] }) { message += hash }
        message.append(UInt8(ascii: "|"))
        message += hashes[vertex]
        return md5(message)
      }
    }
    message = [UInt8(ascii: "[")]
    for (place, hash) in sorted(hashes).enumerated() {
      if place > 0 { message += ", ".utf8 }
      message.append(UInt8(ascii: "'"))
      message += hash
      message.append(UInt8(ascii: "'"))
    }
    message.append(UInt8(ascii: "]"))
    return Digest.md5(message)
  }

  private func md5(_ message: [UInt8]) -> [UInt8] { Array(Digest.md5(message).utf8) }

  private func sorted(_ hashes: [[UInt8]]) -> [[UInt8]] {
    hashes.count < 2 ? hashes : hashes.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
