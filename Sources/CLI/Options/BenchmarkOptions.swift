import Foundation
import TGNAS

/// Where benchmark tables lie. They are never part of the project.
enum BenchmarkTables {
  static let variable = "TGNAS_BENCHMARKS"

  /// The folder that `TGNAS_BENCHMARKS` names, if it is set and not empty.
  static var folder: String? {
    ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Trained networks of a space, read from its benchmark table.
struct TrainedNetworks {
  let table: BenchmarkTable
  /// Higher is better.
  let accuracyColumns: [String]
  /// The costs that the table has; empty where the table is not the space's own.
  let baselines: [Benchmark.Baseline]
  /// The architectures in the order of the space's listing.
  let architectures: [Architecture]
  /// The row of each architecture in the table.
  let rows: [Int]

  /// - Parameters:
  ///   - path: by default the space's table in the folder that `TGNAS_BENCHMARKS` names
  ///   - columns: those of accuracies in a table of the user's own; empty for the space's
  /// - Throws: when no table is known, the file cannot be used or lacks a column of accuracies, or a row holds
  ///   no architecture of the space.
  init(of space: SearchSpace, at path: String?, columns: [String] = []) throws {
    let benchmark = space.benchmark
    guard let path = path ?? benchmark.map({ "\(BenchmarkTables.folder ?? ".")/\($0.table)" })
    else {
      throw EvaluationError(
        path: space.path,
        "has no \"benchmark\" and so no usual table; name one with --benchmark FILE")
    }
    let header = try BenchmarkTable.columns(ofFile: path)
    let isOwn = benchmark.map { $0.keys.allSatisfy(header.contains) } ?? false
    // A table that lacks the space's keys is a mistake, unless its columns are named.
    let own = isOwn || columns.isEmpty ? benchmark : nil
    let table = try BenchmarkTable(
      path: path, keys: own?.keys ?? [LabelledArchitectures.key], separator: ":")
    self.table = table
    accuracyColumns =
      try !columns.isEmpty
      ? columns
      : own?.accuracies ?? [
        LabelledArchitectures.column(of: table, in: space, keys: [], option: "--label-column")
      ]
    baselines = own?.baselines.filter { columns.isEmpty || header.contains($0.column) } ?? []
    // A missing column is better found out now than after what the table is compared with.
    for column in accuracyColumns { _ = try table.numbers(column) }
    let parsed = try table.architectures.enumerated().map { row, text in
      do {
        return (architecture: try space.architecture(parsing: text), row: row)
      } catch {
        throw EvaluationError(path: path, line: table.line(ofRow: row), "\(error)")
      }
    }.sorted { $0.architecture < $1.architecture }
    architectures = parsed.map(\.architecture)
    rows = parsed.map(\.row)
  }

  /// How many decimals accuracies are printed with: two in per cent, four as shares.
  static func decimals(of accuracies: [Double]) -> Int {
    accuracies.allSatisfy { abs($0) <= 1 } ? 4 : 2
  }

  /// The numbers of a column in the order of ``architectures``.
  func numbers(_ column: String) throws -> [Double] {
    let numbers = try table.numbers(column)
    return rows.map { numbers[$0] }
  }
}
