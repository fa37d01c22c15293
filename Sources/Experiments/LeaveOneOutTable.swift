import Scoring
import Spaces
import Tables

/// Compares scores with the accuracies of spaces whose labels no scorer has seen: one row for each
/// space, column of accuracies and score.
public struct LeaveOneOutTable {
  /// The rows so far.
  public private(set) var table = ResultTable(
    columns: ["space", "support", "architectures", "accuracy", "score"] + EvaluatedScore.metrics)

  /// An empty table.
  public init() {}

  /// Appends a space with all architectures of its table. If some have idle operators, appends
  /// those without idle operators as well.
  ///
  /// - Parameters:
  ///   - support: the share of the space that is like those that the weights were trained on, in
  ///     0...1; nil when it is unknown
  ///   - scores: of the networks' architectures, in the same order
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
