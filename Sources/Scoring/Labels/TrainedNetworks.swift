import Spaces
import Tables
import Wording

/// Trained networks of a space, read from its benchmark table, in the order of the space's listing.
public struct TrainedNetworks: Sendable {
  public let table: BenchmarkTable
  /// Higher is better.
  public let accuracyColumns: [String]
  /// The costs that the table has; empty where the table is not the space's own.
  public let baselines: [Benchmark.Baseline]
  /// The architectures in the order of the space's listing.
  public let architectures: [Architecture]
  /// The row of each architecture in the table.
  private let rows: [Int]

  /// - Parameters:
  ///   - path: by default the space's table in the folder that `TGNAS_BENCHMARKS` names
  ///   - columns: those of accuracies in a table of the user's own; empty for the space's
  /// - Throws: when no table is known, the file cannot be used or lacks a column of accuracies, or a row holds
  ///   no architecture of the space.
  public init(of space: SearchSpace, at path: String?, columns: [String] = []) throws {
    let benchmark = space.benchmark
    guard let path = path ?? benchmark.map({ "\(BenchmarkFolder.path ?? ".")/\($0.table)" })
    else {
      throw TableError(
        path: space.path,
        "has no \"benchmark\" and so no usual table; name one with \(.benchmark, "FILE")")
    }
    let header = try BenchmarkTable.columns(ofFile: path)
    let isOwn = benchmark.map { $0.keys.allSatisfy(header.contains) } ?? false
    // A table that lacks the space's keys is a mistake, unless its columns are named.
    let own = isOwn || columns.isEmpty ? benchmark : nil
    let labelled = try LabelledTable(of: space, at: path, keys: own?.keys ?? [LabelledTable.key])
    table = labelled.table
    accuracyColumns =
      try !columns.isEmpty
      ? columns
      : own?.accuracies ?? [labelled.accuracyColumn(.labelColumn)]
    baselines = own?.baselines.filter { columns.isEmpty || header.contains($0.column) } ?? []
    // A missing column is better found out now than after what the table is compared with.
    for column in accuracyColumns { _ = try table.numbers(column) }
    let sorted = try labelled.architectures().enumerated().sorted { $0.element < $1.element }
    architectures = sorted.map(\.element)
    rows = sorted.map(\.offset)
  }

  /// The numbers of a column in the order of ``architectures``.
  public func numbers(_ column: String) throws -> [Double] {
    let numbers = try table.numbers(column)
    return rows.map { numbers[$0] }
  }

  /// How many decimals accuracies are printed with: two in per cent, four as shares.
  public static func decimals(of accuracies: [Double]) -> Int {
    accuracies.allSatisfy { abs($0) <= 1 } ? 4 : 2
  }
}
