import Documents
import Wording

/// NAS-Bench-101's matrix and operators as JSON, under the names of its API:
/// `{"module_adjacency":[[0,1],[0,0]],"module_operations":["input","output"]}`. The short names
/// `matrix` and `ops` are read as well, as are `ModelSpec([[...]], [...])` and a pair of both.
struct MatrixJSONNotation: LiteralNotation {
  static let kind = "matrix-json"
  private static let matrixKeys = [
    "module_adjacency", "matrix", "adjacency", "adjacency_matrix", "original_matrix",
  ]
  private static let operatorKeys = ["module_operations", "ops", "operations", "original_ops"]

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

  func recognises(_ value: Literal) -> Bool {
    switch value.value {
    case .entries: true
    case .list(let parts), .call(_, let parts): parts.count == 2 && Self.isMatrix(parts[0])
    default: false
    }
  }

  private static func isMatrix(_ value: Literal) -> Bool {
    value.elements?.allSatisfy { $0.elements?.allSatisfy { $0.whole != nil } ?? false } ?? false
  }

  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    let (matrix, operators) = try parts(of: text)
    var rows: [[Int]] = []
    for row in matrix.elements ?? [matrix] {
      let numbers = row.elements?.compactMap(\.whole) ?? []
      guard let elements = row.elements, numbers.count == elements.count else {
        throw text.error(at: row, "found \(row.shown), expected a row of 0 and 1")
      }
      rows.append(numbers)
    }
    var names: [String] = []
    guard let elements = operators.elements else {
      throw text.error(
        at: operators, "found \(operators.shown), expected a list of operator names")
    }
    for element in elements {
      names.append(try text.operatorName(element))
    }
    return try topology.architecture(
      matrix: rows, operators: names, text: text.text,
      places: OperatorsOnNodes.MatrixPlaces(
        entry: { matrix.elements?[$0].elements?[safe: $1]?.place },
        vertexOperator: { operators.elements?[safe: $0]?.place }))
  }

  private func parts(
    of text: LiteralText
  ) throws(ArchitectureError) -> (matrix: Literal, operators: Literal) {
    if case .call(_, let parts) = text.value.value, parts.count == 2 { return (parts[0], parts[1]) }
    if let parts = text.value.elements, parts.count == 2 { return (parts[0], parts[1]) }
    let entries = text.value.entries ?? []
    let known = Self.matrixKeys + Self.operatorKeys
    for entry in entries where !entry.value.isNull {
      guard let key = entry.key.text, known.contains(key) else {
        throw text.error(
          at: entry.key,
          "unknown key \(entry.key.shown), expected \(list(Self.matrixKeys)) for the matrix and "
            + "\(list(Self.operatorKeys)) for the operators"
            + NearestName.hint(for: entry.key.text ?? "", among: known))
      }
    }
    func value(_ keys: [String]) -> Literal? {
      entries.first { keys.contains($0.key.text ?? "") && !$0.value.isNull }?.value
    }
    guard let matrix = value(Self.matrixKeys) else {
      throw text.error("expected \"\(Self.matrixKeys[0])\" to be a list of rows of 0 and 1")
    }
    guard let operators = value(Self.operatorKeys) else {
      throw text.error("expected \"\(Self.operatorKeys[0])\" to be a list of operator names")
    }
    return (matrix, operators)
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

extension Array {
  /// The element at a place; nil where there is none.
  subscript(safe place: Int) -> Element? { indices.contains(place) ? self[place] : nil }
}
