import Scoring
import Spaces
import Tables

/// Scores of spaces whose labels nothing that scores has seen, compared with accuracies: a row for each
/// space, column of accuracies and score.
public struct LeaveOneOutTable {
  public private(set) var table = ResultTable(
    columns: ["space", "support", "architectures", "accuracy", "score"] + EvaluatedScore.metrics)

  public init() {}

  /// Appends all architectures of a table, and where operators of some lead nowhere, those without
  /// such operators as well.
  ///
  /// - Parameters:
  ///   - support: the share of the space that is like what the weights learned from; nil where that
  ///     is unknown
  ///   - scores: of the networks' architectures
  /// - Throws: `TableError` when a column of accuracies cannot be used.
  public mutating func append(
    _ networks: TrainedNetworks, of space: SearchSpace, support: Double?,
    _ scores: [EvaluatedScore]
  ) throws {
    let all = networks.architectures.indices
    let busy = all.filter { !space.hasIdleOperators(networks.architectures[$0]) }
    for column in networks.accuracyColumns {
      let accuracies = try networks.numbers(column)
      for places in busy.count < all.count ? [Array(all), busy] : [Array(all)] {
        let chosen = places.map { accuracies[$0] }
        for score in scores {
          table.append(
            [
              .text(space.name), support.map { .number($0, decimals: 2) } ?? .missing,
              .integer(places.count), .text(column), .text(score.name),
            ] + (try score.of(places).cells(chosen)))
        }
      }
    }
  }
}
