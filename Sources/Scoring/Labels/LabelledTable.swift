import Spaces
import Tables
import Wording

/// A table of trained networks whose rows are architectures of one space.
///
/// This type reads the labels that commands take, benchmark tables, latency measurements, and the
/// tables that weights are trained on.
public struct LabelledTable: Sendable {
  /// The column of architectures in a table that belongs to no benchmark.
  public static let key = "arch"

  /// The rows and columns.
  public let table: BenchmarkTable
  /// The columns that together name an architecture.
  public let keys: [String]
  private let space: SearchSpace

  /// The path of the table.
  public var path: String { table.path }

  /// - Parameter keys: the columns that together name an architecture; by default those of the
  ///   space's benchmark when the table has them all, else ``key``
  /// - Throws: `FileError` and `TableError` when the table cannot be used.
  public init(of space: SearchSpace, at path: String, keys: [String]? = nil) throws {
    let keys = try keys ?? LabelledTable.keys(of: space, in: BenchmarkTable.columns(ofFile: path))
    table = try BenchmarkTable(
      path: path, keys: keys, separator: ":",
      hasRepeats: space.benchmark.map { $0.hasRepeats && $0.keys == keys } ?? false)
    (self.keys, self.space) = (keys, space)
  }

  /// The architectures, row by row. Read a column of numbers first: a wrong column is found faster
  /// than a wrong architecture.
  ///
  /// - Throws: `TableError` when a row holds no architecture of the space.
  public func architectures() throws -> [Architecture] {
    try table.architectures.enumerated().map { row, text in
      do {
        return try space.architecture(parsing: text)
      } catch {
        throw TableError(path: path, line: table.line(ofRow: row), "\(error)")
      }
    }
  }

  /// The key columns of the space's benchmark if the table has them all, else ``key``.
  private static func keys(of space: SearchSpace, in header: [String]) -> [String] {
    guard let keys = space.benchmark?.keys, keys.allSatisfy(header.contains) else { return [key] }
    return keys
  }

  /// The only column that can hold accuracies, or the first of the space's benchmark.
  ///
  /// - Parameter setting: the setting by which the user names the column
  /// - Throws: `TableError` when no column or several columns can hold them.
  func accuracyColumn(_ setting: Setting) throws -> String {
    let others = table.columns.filter { $0 != LabelledTable.key && !keys.contains($0) }
    if others.count == 1 { return others[0] }
    if let known = space.benchmark?.accuracies.first(where: others.contains) { return known }
    throw TableError(
      path: path,
      others.isEmpty
        ? "has no column of accuracies beside the architectures"
        : "has several columns; say which holds the accuracies: \(set: setting) "
          + "\(others.joined(separator: " or "))")
  }
}
