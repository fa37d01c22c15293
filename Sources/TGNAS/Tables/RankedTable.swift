import Scoring
import Search
import Spaces
import Tables
import Wording

extension Ranking {
  /// The ranking as a table. Its columns are rank, arch (in the space's official notation), score
  /// and percentile, and then the further columns.
  ///
  /// - Parameters:
  ///   - top: how many of the best architectures to include; nil for all
  ///   - columns: further columns
  public func table(
    in space: SearchSpace, top: Int? = nil,
    columns: ProxyColumns = .none
  ) throws -> ResultTable {
    var table = ResultTable(columns: ["rank", "arch", "score", "percentile"] + columns.names)
    let shown = entries.prefix(top ?? .max)
    let rows = try columns.rows(of: shown.map(\.architecture))
    for (entry, cells) in zip(shown, rows) {
      table.append(
        [
          .integer(entry.rank), .text(space.notation(of: entry.architecture)),
          .number(entry.score, decimals: 4), .number(entry.percentile, decimals: 2),
        ] + cells)
    }
    return table
  }
}
