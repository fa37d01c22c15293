import Scoring
import Search
import Spaces
import Tables

/// The outcome of a search with one objective as a record: arch, score, percentile, evaluations,
/// seconds, and more.
public struct FoundRecord {
  private var columns = ["arch", "score", "percentile", "evaluations", "seconds"]
  private var cells: [ResultTable.Cell]

  /// - Parameter percentiles: those of the space, or of a random sample of it
  public init(_ search: SearchResult, in space: SearchSpace, percentiles: Percentiles) {
    cells = [
      .text(space.notation(of: search.best)), .number(search.score, decimals: 4),
      .number(percentiles.percentile(of: search.score), decimals: 2),
      .integer(search.evaluations), .number(search.duration / .seconds(1), decimals: 3),
    ]
  }

  /// Appends a cell in a column of its own.
  public mutating func append(_ column: String, _ cell: ResultTable.Cell) {
    columns.append(column)
    cells.append(cell)
  }

  /// Appends the values of the other objectives and of the constraints.
  ///
  /// - Throws: `NetworkError` when the space has no networks.
  public mutating func append(_ goals: SearchGoals, of search: SearchResult) throws {
    for objective in goals.measured {
      let value = try objective.values(of: [search.best], scores: [search.score])[0]
      append(objective.label, type(of: objective).quantity.cell(value))
    }
  }

  /// The record as a table of one row.
  public var table: ResultTable {
    var table = ResultTable(columns: columns)
    table.append(cells)
    return table
  }
}
