import Plots
import Statistics
import Tables

/// How alike several scores rank architectures: Spearman's rho of each pair.
public struct ProxyAgreement: Sendable {
  /// The names of the scores.
  public let names: [String]
  /// By pair; nil where a score is constant.
  public let correlations: [[Double?]]

  /// - Parameters:
  ///   - columns: of each score the values of all architectures
  /// - Throws: `TableError` for a value that is no number.
  public init(_ names: [String], columns: [[Double]]) throws {
    self.names = names
    correlations = try columns.map { one in
      try columns.map { try RankCorrelation.spearman(one, $0) }
    }
  }

  /// A row and a column for each score.
  public var table: ResultTable {
    var table = ResultTable(columns: ["rho"] + names)
    for (name, row) in zip(names, correlations) {
      table.append([.text(name)] + row.map { $0.map { .number($0, decimals: 3) } ?? .missing })
    }
    return table
  }

  /// The picture of the table.
  ///
  /// - Parameter title: what was ranked
  public func heatMap(title: String) -> HeatMap {
    HeatMap(
      rows: names, columns: names, values: correlations, greatest: 1, decimals: 2,
      label: "Spearman's rho, \(title)")
  }
}
