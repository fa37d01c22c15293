import Reports
import Search
import Spaces

extension Ranking {
  /// - Throws: `SearchError` when the space is too large to score all of it.
  public static func checkSize(of space: SearchSpace) throws {
    guard space.size.isAtMost(Exhaustive.largestSize) else {
      throw SearchError(
        "\(space.name) has \(space.size) architectures, too many to rank (at most "
          + "\(Exhaustive.largestSize)); tgnas search finds good ones")
    }
  }

  /// The columns rank, arch (in the space's official notation), score and percentile, and then costs.
  ///
  /// - Parameters:
  ///   - top: only the best so many
  ///   - costs: names of further columns, and what stands in them
  public func table(
    in space: SearchSpace, top: Int? = nil,
    costs: (names: [String], cells: (Architecture) throws -> [ResultTable.Cell]) = ([], { _ in [] })
  ) throws -> ResultTable {
    var table = ResultTable(columns: ["rank", "arch", "score", "percentile"] + costs.names)
    for entry in entries.prefix(top ?? .max) {
      table.append(
        [
          .integer(entry.rank), .text(space.notation(of: entry.architecture)),
          .number(entry.score, decimals: 4), .number(entry.percentile, decimals: 2),
        ] + (try costs.cells(entry.architecture)))
    }
    return table
  }
}
