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
  let benchmark: Benchmark
  /// The architectures in the order of the space's listing.
  let architectures: [Architecture]
  /// The row of each architecture in the table.
  let rows: [Int]

  /// - Parameter path: by default the space's table in the folder that `TGNAS_BENCHMARKS` names
  /// - Throws: when the space has no benchmark, the file cannot be used or lacks a column of
  ///   accuracies, or a row holds no architecture of the space.
  init(of space: SearchSpace, at path: String?) throws {
    guard let benchmark = space.benchmark else {
      throw EvaluationError(
        path: space.path, "has no \"benchmark\", so a table of trained networks cannot be read")
    }
    self.benchmark = benchmark
    let path = path ?? "\(BenchmarkTables.folder ?? ".")/\(benchmark.table)"
    let table = try BenchmarkTable(path: path, keys: benchmark.keys, separator: ":")
    self.table = table
    // A missing column is better found out now than after what the table is compared with.
    for column in benchmark.accuracies { _ = try table.numbers(column) }
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
