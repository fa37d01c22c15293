import Spaces
import Tables
import Wording

/// A table of trained networks whose rows are architectures of one space.
///
/// This type reads the labels that commands take, benchmark tables, latency measurements, and the
/// tables that weights are trained on.
public struct LabelledTable: Sendable {
  /// The usual column of architectures in a table that belongs to no benchmark.
  public static let key = "arch"
  /// Other usual names of that column.
  private static let otherKeys = [
    "architecture", "arch_str", "arch_string", "net", "network", "genotype", "config", "cell",
    "model",
  ]
  /// How many rows tell which column holds architectures.
  private static let rowsLookedAt = 5

  /// The rows and columns.
  public let table: BenchmarkTable
  /// The columns that together name an architecture.
  public let keys: [String]
  private let space: SearchSpace

  /// The path of the table.
  public var path: String { table.path }

  /// - Parameters:
  ///   - keys: the columns that together name an architecture; by default those of the space's
  ///     benchmark when the table has them all, else ``key`` or the column that holds architectures
  ///   - allowingRepeats: whether an architecture may have several rows
  /// - Throws: `FileError` and `TableError` when the table cannot be used.
  public init(
    of space: SearchSpace, at path: String, keys: [String]? = nil, allowingRepeats: Bool = false
  ) throws {
    let keys = try keys ?? LabelledTable.keys(of: space, inFile: path)
    table = try BenchmarkTable(
      path: path, keys: keys, separator: ":", allowingRepeats: allowingRepeats)
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

  /// What users should know of how the architectures were read.
  public func notes() -> [Sentence] {
    let first = table.architectures.prefix(LabelledTable.rowsLookedAt)
    return space.notes(on: first.map { $0 })
  }

  /// The key columns of the space's benchmark if the table has them all, else ``key`` or a column
  /// of another usual name, else the only column that holds architectures of the space.
  static func keys(of space: SearchSpace, inFile path: String) throws -> [String] {
    let (header, rows) = try BenchmarkTable.firstRows(ofFile: path, count: rowsLookedAt)
    if let keys = space.benchmark?.keys, keys.allSatisfy(header.contains) { return keys }
    if header.contains(key) { return [key] }
    let columns = header.indices.filter { column in
      !rows.isEmpty
        && rows.allSatisfy { row in
          // Indices of rows are numbers, as the notations of some spaces are.
          Int(row[column]) == nil && (try? space.architecture(parsing: row[column])) != nil
        }
    }
    if columns.count == 1 { return [header[columns[0]]] }
    let named = header.filter { otherKeys.contains($0.lowercased()) }
    if named.count == 1 { return named }
    let found = columns.isEmpty ? "no column holds" : "several hold"
    throw TableError(
      path: path,
      "has no column \"\(key)\", and \(found) architectures of \(space.name); call the column of "
        + "architectures \"\(key)\". The columns are \(list(header.map { "\"\($0)\"" }))")
  }

  /// The only column that can hold accuracies, or the first of the space's benchmark.
  ///
  /// - Parameter setting: the setting by which the user names the column
  /// - Throws: `TableError` when no column or several columns can hold them.
  func accuracyColumn(_ setting: Setting) throws -> String {
    let others = table.columns.filter {
      $0 != LabelledTable.key && !keys.contains($0) && !isIndex($0)
    }
    if others.count == 1 { return others[0] }
    if let known = space.benchmark?.accuracies.first(where: others.contains) { return known }
    let numbers = others.filter { table.holdsNumbers($0) }
    if numbers.count == 1 { return numbers[0] }
    // These settings name the table, and its column after a colon.
    let named = [.oracle, .labelsFrom].contains(setting) ? others.map { "\(path):\($0)" } : others
    throw TableError(
      path: path,
      others.isEmpty
        ? "has no column of accuracies beside the architectures"
        : "has several columns; say which holds the accuracies: \(set: setting) "
          + "\(named.joined(separator: " or "))")
  }

  /// Whether a column numbers the rows: pandas writes one without a name, and reads it as
  /// `Unnamed: 0`.
  private func isIndex(_ column: String) -> Bool {
    column.isEmpty || column.hasPrefix("Unnamed:")
  }
}

extension LabelledTable {
  /// The rows of each architecture, in the order of the first one.
  static func groups(_ architectures: [Architecture]) -> [(architecture: Architecture, rows: [Int])]
  {
    var places: [Architecture: Int] = [:]
    var groups: [(architecture: Architecture, rows: [Int])] = []
    for (row, architecture) in architectures.enumerated() {
      if let place = places[architecture] {
        groups[place].rows.append(row)
      } else {
        places[architecture] = groups.count
        groups.append((architecture, [row]))
      }
    }
    return groups
  }

  /// A note where architectures have several rows; nil where each has one.
  func note(onRepeats groups: [(architecture: Architecture, rows: [Int])]) -> Sentence? {
    let repeated = groups.filter { $0.rows.count > 1 }
    guard !repeated.isEmpty else { return nil }
    return
      "note: \(path): \(repeated.count) architectures were trained more than once "
      + "(\(table.count) rows, \(groups.count) architectures); the mean counts"
  }
}
