import Documents
import Foundation
import Wording

/// NAS-Bench-101's matrix and operators as JSON, under the names of its API:
/// `{"module_adjacency":[[0,1],[0,0]],"module_operations":["input","output"]}`. The short names
/// `matrix` and `ops` are read as well.
struct MatrixJSONNotation: Notation {
  static let kind = "matrix-json"
  private static let matrixKeys = ["module_adjacency", "matrix"]
  private static let operatorKeys = ["module_operations", "ops"]

  private let topology: OperatorsOnNodes

  init?(reading section: DocumentSection, topology: any Topology) {
    guard section.rereading(required: ["name", "kind"]) != nil else { return nil }
    guard let topology = topology as? OperatorsOnNodes else {
      Notations.reportMismatch(Self.kind, needs: OperatorsOnNodes.kind, in: section)
      return nil
    }
    self.init(topology)
  }

  private init(_ topology: OperatorsOnNodes) {
    self.topology = topology
  }

  func extended(to topology: any Topology) -> (any Notation)? {
    (topology as? OperatorsOnNodes).map { Self($0) }
  }

  func recognises(_ text: Substring) -> Bool { text.first == "{" }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    let object: Any
    do {
      object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    } catch {
      throw ArchitectureError(text, "is not JSON; expected {\"matrix\": [[...]], \"ops\": [...]}")
    }
    guard let entries = object as? [String: Any] else {
      throw ArchitectureError(text, "is no JSON object; expected the keys matrix and ops")
    }
    let known = Self.matrixKeys + Self.operatorKeys
    if let key = entries.keys.filter({ !known.contains($0) }).min() {
      throw ArchitectureError(
        text,
        "unknown key \"\(key)\", expected \(list(Self.matrixKeys)) for the matrix and "
          + "\(list(Self.operatorKeys)) for the operators"
          + NearestName.hint(for: key, among: known))
    }
    guard let matrix = value(Self.matrixKeys, of: entries) as? [[Int]] else {
      throw ArchitectureError(
        text, "expected \"\(Self.matrixKeys[0])\" to be a list of rows of 0 and 1")
    }
    guard let operators = value(Self.operatorKeys, of: entries) as? [String] else {
      throw ArchitectureError(
        text, "expected \"\(Self.operatorKeys[0])\" to be a list of operator names")
    }
    return try topology.architecture(matrix: matrix, operators: operators, text: text)
  }

  private func value(_ keys: [String], of entries: [String: Any]) -> Any? {
    keys.compactMap { entries[$0] }.first
  }

  func text(of architecture: Architecture) -> String {
    let cell = topology.cell(architecture)
    let rows = cell.matrix.map { "[" + $0.map(String.init).joined(separator: ",") + "]" }
    // Names hold neither quotes nor backslashes: the space file is checked for that.
    let names = topology.operatorNames(of: cell).map { "\"\($0)\"" }
    return "{\"\(Self.matrixKeys[0])\":[\(rows.joined(separator: ","))],"
      + "\"\(Self.operatorKeys[0])\":[\(names.joined(separator: ","))]}"
  }
}
