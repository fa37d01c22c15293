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
  /// Whether the columns hold what is to be minimised; then ``numbers(_:)`` of them are negated.
  public let isMinimised: Bool
  /// What users should know of the table.
  public let notes: [Sentence]
  /// The rows of each architecture in the table.
  private let rows: [[Int]]

  /// - Parameters:
  ///   - path: by default the space's table in the folder that `TGNAS_BENCHMARKS` names
  ///   - columns: the columns of accuracies in a user's own table; empty for those of the space
  ///   - minimised: whether lower is better in the columns of accuracies
  /// - Throws: when no table is known, the file cannot be used or lacks a column of accuracies, or
  ///   a row holds no architecture of the space.
  public init(
    of space: SearchSpace, at path: String?, columns: [String] = [], minimised: Bool = false
  ) throws {
    let benchmark = space.benchmark
    guard let path = path ?? benchmark.map({ "\(BenchmarkFolder.path ?? ".")/\($0.table)" })
    else {
      throw TableError(
        path: space.path,
        "has no \"benchmark\" and so no usual table; name one with \(.benchmark, "FILE")")
    }
    let header = try BenchmarkTable.columns(ofFile: path)
    let isOwn =
      benchmark.map { benchmark in
        benchmark.keys.allSatisfy(header.contains)
          && (benchmark.accuracies.contains(where: header.contains)
            || benchmark.keys != [LabelledTable.key])
      } ?? false
    let isNamed = benchmark.map { !$0.keys.allSatisfy(header.contains) } ?? false
    // A table without the space's key columns is a mistake, unless it has one of architectures.
    let own = isOwn && columns.isEmpty ? benchmark : nil
    let keys =
      try isOwn || isNamed && columns.isEmpty && !header.contains(LabelledTable.key)
      ? benchmark?.keys ?? [LabelledTable.key] : LabelledTable.keys(of: space, inFile: path)
    let labelled = try LabelledTable(of: space, at: path, keys: keys, allowingRepeats: true)
    table = labelled.table
    accuracyColumns =
      try !columns.isEmpty
      ? columns
      : own?.accuracies ?? [labelled.accuracyColumn(.labelColumn)]
    let baselines = isOwn ? benchmark?.baselines ?? [] : []
    self.baselines = baselines.filter { columns.isEmpty || header.contains($0.column) }
    isMinimised = minimised
    // A missing column is better found now than after the scores were computed.
    for column in accuracyColumns { _ = try table.numbers(column) }
    let groups = LabelledTable.groups(try labelled.architectures())
    let sorted = groups.sorted { $0.architecture < $1.architecture }
    architectures = sorted.map(\.architecture)
    rows = sorted.map(\.rows)
    notes = labelled.notes() + [labelled.note(onRepeats: groups)].compactMap { $0 }
  }

  /// The numbers of a column in the order of ``architectures``; of several trainings the mean.
  /// Accuracies to minimise are negated.
  ///
  /// - Throws: `TableError` when the column is missing or holds other text.
  public func numbers(_ column: String) throws -> [Double] {
    let numbers = try table.numbers(column)
    let sign = isMinimised && accuracyColumns.contains(column) ? -1.0 : 1
    return rows.map { rows in
      if rows.count == 1 { return sign * numbers[rows[0]] }
      return sign * rows.reduce(0) { $0 + numbers[$1] } / Double(rows.count)
    }
  }

  /// How many decimals accuracies are printed with: two in per cent, four as shares.
  public static func decimals(of accuracies: [Double]) -> Int {
    accuracies.allSatisfy { abs($0) <= 1 } ? 4 : 2
  }
}
