/// Results as rows of named columns, to be printed as text for people, CSV or JSON.
public struct ResultTable: Sendable {
  public enum Cell: Sendable, Equatable {
    case text(String)
    case integer(Int)
    /// `decimals`: digits after the point for people; files get every digit.
    case number(Double, decimals: Int)
    /// Not known or not defined.
    case missing
  }

  /// How results are printed.
  public enum Format: String, Sendable, CaseIterable {
    case table
    case csv
    case json
  }

  public let columns: [String]
  public private(set) var rows: [[Cell]] = []

  public init(columns: [String]) {
    self.columns = columns
  }

  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "\(columns.count) columns, \(row.count) cells")
    rows.append(row)
  }

  /// The whole table, ending in a line feed.
  public func text(_ format: Format) -> String {
    switch format {
    case .table: alignedText()
    case .csv: commaSeparatedText()
    case .json: jsonArray()
    }
  }

  // MARK: Formats

  /// Columns side by side, numbers to the right.
  private func alignedText() -> String {
    let texts = rows.map { $0.map(\.forPeople) }
    let widths = columns.indices.map { column in
      texts.reduce(columns[column].count) { max($0, $1[column].count) }
    }
    func line(_ cells: [String]) -> String {
      var line = ""
      for column in columns.indices {
        if column > 0 { line += "  " }
        let padding = String(repeating: " ", count: widths[column] - cells[column].count)
        let isNumber = rows.first.map { $0[column].isNumber } ?? false
        line += isNumber ? padding + cells[column] : cells[column] + padding
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }
    return line(columns) + texts.map(line).joined()
  }

  private func commaSeparatedText() -> String {
    var text = columns.map(quotedField).joined(separator: ",") + "\n"
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column > 0 { text += "," }
        text += cell.inCSV
      }
      text += "\n"
    }
    return text
  }

  private func jsonArray() -> String {
    if rows.isEmpty { return "[]\n" }
    return "[\n" + rows.map { "  " + jsonObject($0) }.joined(separator: ",\n") + "\n]\n"
  }

  private func jsonObject(_ row: [Cell]) -> String {
    let members = zip(columns, row).map { "\(jsonString($0)): \($1.inJSON)" }
    return "{" + members.joined(separator: ", ") + "}"
  }
}

extension ResultTable {
  /// A single row: as JSON one object, as text one line a column.
  public func record(_ format: Format) -> String {
    precondition(rows.count == 1, "a record is one row")
    switch format {
    case .csv: return text(.csv)
    case .json: return jsonObject(rows[0]) + "\n"
    case .table:
      let width = columns.map(\.count).max() ?? 0
      return zip(columns, rows[0]).map { column, cell in
        column + String(repeating: " ", count: width - column.count) + "  \(cell.forPeople)\n"
      }.joined()
    }
  }
}

extension ResultTable.Cell {
  var isNumber: Bool {
    switch self {
    case .integer, .number, .missing: true
    case .text: false
    }
  }

  fileprivate var forPeople: String {
    switch self {
    case .text(let text): text
    case .integer(let value): String(value)
    case .number(let value, let decimals): value.isFinite ? fixed(value, decimals) : "\(value)"
    case .missing: "-"
    }
  }

  fileprivate var inCSV: String {
    switch self {
    case .text(let text): quotedField(text)
    case .integer(let value): String(value)
    // pandas and numpy read -inf as a number.
    case .number(let value, _): "\(value)"
    case .missing: ""
    }
  }

  fileprivate var inJSON: String {
    switch self {
    case .text(let text): jsonString(text)
    case .integer(let value): String(value)
    // JSON has no infinities.
    case .number(let value, _): value.isFinite ? "\(value)" : "null"
    case .missing: "null"
    }
  }
}

/// RFC 4180.
private func quotedField(_ text: String) -> String {
  guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
  return "\""
    + text.split(separator: "\"", omittingEmptySubsequences: false)
    .joined(separator: "\"\"") + "\""
}

/// RFC 8259.
private func jsonString(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\r": quoted += "\\r"
    case "\t": quoted += "\\t"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
