import Spaces
import Tables
import Wording

/// Trained networks of a space, read from its benchmark table, in the order of the space's listing.
public struct TrainedNetworks: Sendable {
  /// The table they are read from.
  public let table: BenchmarkTable
  /// The columns of accuracies; higher is better.
  public let accuracyColumns: [String]
  /// The cost columns of the space's own table; empty for any other table.
  public let baselines: [Benchmark.Baseline]
  /// The architectures in the order of the space's listing.
  public let architectures: [Architecture]
  /// The row of each architecture in the table.
  private let rows: [Int]

  /// - Parameters:
  ///   - path: by default the space's table in the folder that `TGNAS_BENCHMARKS` names
  ///   - columns: the columns of accuracies in a user's own table; empty for those of the space
  /// - Throws: when no table is known, the file cannot be used or lacks a column of accuracies, or
  ///   a row holds no architecture of the space.
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
    // A table without the space's key columns is a mistake, unless the user names its columns.
    let own = isOwn || columns.isEmpty ? benchmark : nil
    let labelled = try LabelledTable(of: space, at: path, keys: own?.keys ?? [LabelledTable.key])
    table = labelled.table
    accuracyColumns =
      try !columns.isEmpty
      ? columns
      : own?.accuracies ?? [labelled.accuracyColumn(.labelColumn)]
    baselines = own?.baselines.filter { columns.isEmpty || header.contains($0.column) } ?? []
    // A missing column is better found now than after the scores were computed.
    for column in accuracyColumns { _ = try table.numbers(column) }
    let sorted = try labelled.architectures().enumerated().sorted { $0.element < $1.element }
    architectures = sorted.map(\.element)
    rows = sorted.map(\.offset)
  }

  /// The numbers of a column in the order of ``architectures``.
  ///
  /// - Throws: `TableError` when the column is missing or holds other text.
  public func numbers(_ column: String) throws -> [Double] {
    let numbers = try table.numbers(column)
    return rows.map { numbers[$0] }
  }

  /// How many decimals accuracies are printed with: two in per cent, four as shares.
  public static func decimals(of accuracies: [Double]) -> Int {
    accuracies.allSatisfy { abs($0) <= 1 } ? 4 : 2
  }
}
