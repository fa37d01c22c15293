import ArgumentParser
import Foundation
import TGNAS

/// Where benchmark tables lie. They are never part of the project.
enum BenchmarkTables {
  static let variable = "TGNAS_BENCHMARKS"

  /// The folder that `TGNAS_BENCHMARKS` names, if it is set.
  static var folder: String? { ProcessInfo.processInfo.environment[variable] }
}

/// Trained networks of a space, read from its benchmark table.
struct TrainedNetworks {
  let table: BenchmarkTable
  let benchmark: Benchmark
  /// The architectures in the order of the space's listing.
  let architectures: [Architecture]
  /// The row of each architecture in the table.
  let rows: [Int]

  /// - Throws: when the space has no benchmark, the file cannot be used, or a row holds no
  ///   architecture of the space.
  init(of space: SearchSpace, at path: String) throws {
    guard let benchmark = space.benchmark else {
      throw ValidationError(
        "\(space.name) has no \"benchmark\" in its space file, so a table cannot be read for it.")
    }
    self.benchmark = benchmark
    let table = try BenchmarkTable(path: path, keys: benchmark.keys, separator: ":")
    self.table = table
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

  /// The numbers of a column in the order of ``architectures``.
  func numbers(_ column: String) throws -> [Double] {
    let numbers = try table.numbers(column)
    return rows.map { numbers[$0] }
  }
}
