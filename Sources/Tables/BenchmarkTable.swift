import Files
import Wording

/// A table of trained networks: one row an architecture, with its accuracies, costs and other
/// figures, read from a CSV file with a line of column names.
///
/// The search space's file, not this type, says which columns are accuracies and which are costs.
public struct BenchmarkTable: Sendable {
  public let path: String
  /// The column names, in the order of the file.
  public let columns: [String]
  /// The architecture of each row as the file writes it.
  public let architectures: [String]
  private let text: CommaSeparatedText
  private let rows: [String: Int]

  /// The number of architectures.
  public var count: Int { architectures.count }

  /// - Parameters:
  ///   - keys: the columns that together say which architecture a row is about; `["arch"]`, or for
  ///     the NAS-Bench-101 table `["adjacency", "ops"]`
  ///   - separator: stands between the keys' texts in ``architectures``
  ///   - allowingRepeats: whether an architecture may have several rows
  /// - Throws: `FileError` when the file is missing, unreadable or not UTF-8; ``TableError`` when
  ///   it is not a CSV table, holds no rows, lacks a key column, or has a column name or an
  ///   architecture twice.
  /// - Complexity: O(size of the file)
  public init(
    path: String, keys: [String] = ["arch"], separator: String = " ", allowingRepeats: Bool = false
  ) throws {
    try self.init(
      text: try InputFile.text(at: path), path: path, keys: keys, separator: separator,
      allowingRepeats: allowingRepeats)
  }

  /// The column names of the table in a file.
  ///
  /// - Throws: `FileError` and ``TableError`` when it is no CSV table.
  public static func columns(ofFile path: String) throws -> [String] {
    try firstRows(ofFile: path, count: 0).columns
  }

  /// The column names of the table in a file, and the texts of its first rows.
  ///
  /// - Throws: `FileError` and ``TableError`` when it is no CSV table.
  public static func firstRows(
    ofFile path: String, count: Int
  ) throws -> (columns: [String], rows: [[String]]) {
    let text = try CommaSeparatedText(InputFile.text(at: path), path: path)
    let rows = text.lines.indices.prefix(count).map { row in
      text.header.indices.map { text.text(row: row, column: $0) }
    }
    return (text.header, rows)
  }

  /// Reads the table from `text`; errors call it `path`.
  package init(
    text: String, path: String, keys: [String] = ["arch"], separator: String = " ",
    allowingRepeats: Bool = false
  ) throws {
    let text = try CommaSeparatedText(text, path: path)
    for (position, name) in text.header.enumerated() where text.header[..<position].contains(name) {
      throw TableError(path: path, line: 1, "has the column name \"\(name)\" twice")
    }
    guard !text.lines.isEmpty else {
      throw TableError(path: path, "has column names but no rows")
    }
    let keyColumns = try keys.map { try Self.index(of: $0, in: text.header, path: path) }
    var architectures: [String] = []
    var rows: [String: Int] = [:]
    architectures.reserveCapacity(text.lines.count)
    rows.reserveCapacity(text.lines.count)
    for row in text.lines.indices {
      let architecture = keyColumns.map { text.text(row: row, column: $0) }
        .joined(separator: separator)
      if let earlier = rows[architecture] {
        guard !allowingRepeats else {
          architectures.append(architecture)
          continue
        }
        throw TableError(
          path: path, line: text.lines[row],
          "repeats the architecture \"\(architecture)\" of line \(text.lines[earlier])")
      }
      rows[architecture] = row
      architectures.append(architecture)
    }
    self.path = path
    self.text = text
    self.columns = text.header
    self.architectures = architectures
    self.rows = rows
  }

  /// The row of an architecture written exactly as in the file; nil where the table lacks it.
  ///
  /// - Complexity: O(1)
  public func row(of architecture: String) -> Int? { rows[architecture] }

  /// The line of the file in which a row begins, counted from 1; for the caller's own errors.
  public func line(ofRow row: Int) -> Int { text.lines[row] }

  /// The numbers of a column, row by row.
  ///
  /// - Throws: ``TableError`` when there is no such column, or for a cell that is not a finite
  ///   number.
  /// - Complexity: O(n)
  public func numbers(_ column: String) throws -> [Double] {
    try numbersOrBlanks(column).enumerated().map { row, number in
      guard let number else {
        throw TableError(
          path: path, line: text.lines[row], column: column,
          "expected a finite number, found an empty cell")
      }
      return number
    }
  }

  /// The numbers of a column, row by row; nil for an empty cell.
  ///
  /// - Throws: ``TableError`` when there is no such column, or for a cell with other text.
  /// - Complexity: O(n)
  public func numbersOrBlanks(_ column: String) throws -> [Double?] {
    let index = try Self.index(of: column, in: columns, path: path)
    return try text.lines.indices.map { row in
      let cell = text.text(row: row, column: index)
      if cell.isEmpty { return nil }
      guard let number = Double(cell), number.isFinite else {
        throw TableError(
          path: path, line: text.lines[row], column: column,
          "expected a finite number, found \"\(cell)\"")
      }
      return number
    }
  }

  /// Whether every cell of a column is a finite number.
  public func holdsNumbers(_ column: String) -> Bool { (try? numbers(column)) != nil }

  /// The texts of a column, row by row.
  ///
  /// - Throws: ``TableError`` when there is no such column.
  /// - Complexity: O(n)
  public func texts(_ column: String) throws -> [String] {
    let index = try Self.index(of: column, in: columns, path: path)
    return text.lines.indices.map { text.text(row: $0, column: index) }
  }

  private static func index(of column: String, in header: [String], path: String) throws -> Int {
    if let index = header.firstIndex(of: column) { return index }
    let suggestion = NearestName.suggestion(for: column, among: header)
    throw TableError(
      path: path,
      "has no column \"\(column)\"\(suggestion.map { ", did you mean \"\($0)\"?" } ?? ".") "
        + "The columns are \(header.map { "\"\($0)\"" }.joined(separator: ", "))")
  }
}
