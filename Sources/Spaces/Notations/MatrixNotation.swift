import Documents

/// NAS-Bench-101's matrix and operators on one line: `0110/0010/0001/0000:input|op|op|output`. Rows
/// joined by `/`; then `:`, a comma or white space; then the operators joined by `|`.
struct MatrixNotation: Notation {
  static let kind = "matrix"

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

  func recognises(_ text: Substring) -> Bool {
    text.first == "0" && text.contains("/")
  }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    var scanner = NotationScanner(text)
    var matrix: [[Int]] = [[]]
    var rowPlaces = [scanner.place]
    while let sign = scanner.next, !(sign == ":" || sign == "," || sign.isWhitespace) {
      switch sign {
      case "0": matrix[matrix.count - 1].append(0)
      case "1": matrix[matrix.count - 1].append(1)
      case "/":
        matrix.append([])
        rowPlaces.append(scanner.place + 1)
      default:
        throw scanner.error(
          "\(scanner.found), expected 0, 1, \"/\" between rows or \":\" after them")
      }
      _ = scanner.take()
    }
    scanner.skipWhitespace()
    if scanner.next == ":" || scanner.next == "," { _ = scanner.take() }
    scanner.skipWhitespace()
    guard !scanner.isAtEnd else {
      throw scanner.error("the text ends here, expected the operators, joined by \"|\"")
    }
    var operators: [String] = []
    var operatorPlaces: [Int] = []
    repeat {
      operatorPlaces.append(scanner.place)
      operators.append(scanner.takeAll { $0 == "|" })
    } while scanner.take() == "|"
    return try topology.architecture(
      matrix: matrix, operators: operators, text: text,
      places: OperatorsOnNodes.MatrixPlaces(
        entry: { row, column in rowPlaces[row] + column },
        vertexOperator: { operatorPlaces[$0] }))
  }

  func text(of architecture: Architecture) -> String {
    let cell = topology.cell(architecture)
    let rows = cell.matrix.map { row in row.map(String.init).joined() }
    return rows.joined(separator: "/") + ":"
      + topology.operatorNames(of: cell).joined(separator: "|")
  }
}
