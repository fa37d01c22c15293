import Wording

/// Results as rows of named columns, to be printed as text for people, CSV or JSON.
public struct ResultTable: Sendable {
  /// A value of a column.
  public enum Cell: Sendable, Equatable {
    case text(String)
    case integer(Int)
    case truth(Bool)
    /// `decimals`: digits after the point for people; files get every digit.
    case number(Double, decimals: Int)
    /// A number of any magnitude: a text for people, and the number for files, `inf` when it is
    /// beyond any type.
    case magnitude(String, text: String)
    /// Not known or not defined.
    case missing
  }

  /// How results are printed.
  public enum Format: String, Sendable, CaseIterable {
    case table
    case csv
    case json
  }

  /// The names of the columns.
  public let columns: [String]
  /// The rows, each with one cell for each column.
  public private(set) var rows: [[Cell]] = []

  public init(columns: [String]) {
    self.columns = columns
  }

  /// - Precondition: the row has one cell for each column.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "\(columns.count) columns, \(row.count) cells")
    rows.append(row)
  }

  /// The whole table, ending in a line feed.
  public func text(_ format: Format) -> String {
    switch format {
    case .table: alignedText()
    case .csv: commaSeparatedText(rows)
    case .json: jsonArray()
    }
  }

  // MARK: Formats

  /// Columns side by side, those that hold no text to the right.
  private func alignedText() -> String {
    let texts = rows.map { $0.map(\.forPeople) }
    let widths = columns.indices.map { column in
      texts.reduce(displayWidth(columns[column])) { max($0, displayWidth($1[column])) }
    }
    let areNumbers = columns.indices.map { column in
      !rows.isEmpty && rows.allSatisfy { !$0[column].isText }
    }
    func line(_ cells: [String]) -> String {
      var line = ""
      for column in columns.indices {
        if column > 0 { line += "  " }
        let cell = cells[column]
        let padding = String(repeating: " ", count: widths[column] - displayWidth(cell))
        line += areNumbers[column] ? padding + cell : cell + padding
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }
    return line(columns) + texts.map(line).joined()
  }

  /// As CSV that a spreadsheet opens without running anything in it: a cell of text that would be a
  /// formula has an apostrophe before it, which spreadsheets take for the sign of text. Columns of
  /// architectures stay as they are, because programs read them back.
  public func textForSpreadsheets() -> String {
    let isArchitecture = columns.map { $0.hasPrefix("arch") || $0 == "parent" }
    return commaSeparatedText(
      rows.map { row in
        zip(row, isArchitecture).map { cell, isArchitecture in
          guard !isArchitecture, case .text(let text) = cell, isFormula(text) else { return cell }
          return .text("'" + text)
        }
      })
  }

  private func commaSeparatedText(_ rows: [[Cell]]) -> String {
    columns.map(quotedField).joined(separator: ",") + "\n"
      + rows.map(ResultTable.commaSeparatedLine).joined()
  }

  /// One row as CSV has it, ending in a line feed, for tables that are written as they grow.
  public static func commaSeparatedLine(_ row: [Cell]) -> String {
    let line = row.map(\.inCSV).joined(separator: ",")
    // Readers skip empty lines, so that a row with nothing in its only column would be lost.
    return (line.isEmpty ? "\"\"" : line) + "\n"
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
      let width = columns.map(displayWidth).max() ?? 0
      return zip(columns, rows[0]).map { column, cell in
        let padding = String(repeating: " ", count: width - displayWidth(column))
        return "\(column)\(padding)  \(cell.forPeople)\n"
      }.joined()
    }
  }
}

extension ResultTable.Cell {
  fileprivate var isText: Bool {
    if case .text = self { true } else { false }
  }

  fileprivate var forPeople: String {
    switch self {
    case .text(let text): onOneLine(text)
    case .integer(let value): String(value)
    case .truth(let value): String(value)
    case .number(let value, let decimals): value.isFinite ? fixed(value, decimals) : "\(value)"
    case .magnitude(_, let text): onOneLine(text)
    case .missing: "-"
    }
  }

  fileprivate var inCSV: String {
    switch self {
    case .text(let text): quotedField(text)
    case .integer(let value): String(value)
    case .truth(let value): String(value)
    // pandas and numpy read -inf as a number.
    case .number(let value, _): "\(value)"
    case .magnitude(let number, _): number
    case .missing: ""
    }
  }

  fileprivate var inJSON: String {
    switch self {
    case .text(let text): jsonString(text)
    case .integer(let value): String(value)
    case .truth(let value): String(value)
    // JSON has no infinities.
    case .magnitude(let number, _): number == "inf" ? "null" : number
    case .number(let value, _): value.isFinite ? "\(value)" : "null"
    case .missing: "null"
    }
  }
}

/// Whether a spreadsheet would take a text for a formula.
private func isFormula(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else {
    return false
  }
  return text.unicodeScalars.count > 1 && Double(text) == nil
}

/// Quotes a field as RFC 4180 says. Readers see code points, not characters: a comma with an accent
/// over it is a comma, too, and a carriage return before a line feed is two code points.
private func quotedField(_ text: String) -> String {
  let quote = UInt8(ascii: "\"")
  // A comma and the ends of lines.
  guard text.utf8.contains(where: { $0 == quote || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
    return text
  }
  // A byte below 128 is a whole code point in UTF-8.
  var quoted = [quote]
  quoted.reserveCapacity(text.utf8.count + 8)
  for byte in text.utf8 {
    if byte == quote { quoted.append(quote) }
    quoted.append(byte)
  }
  quoted.append(quote)
  return String(decoding: quoted, as: UTF8.self)
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
    case _ where isControl(scalar):
      let digits = String(scalar.value, radix: 16)
      quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
