import Scoring
import Spaces
import Statistics
import Tables

/// Scores of a table's architectures that are compared with their accuracies.
public struct EvaluatedScore: Sendable {
  /// The name in result rows.
  public let name: String
  /// The name of the weights, the proxy or the cost behind the scores.
  public let scorer: String
  /// The number of ensemble members; nil when nothing is learned.
  let seeds: Int?
  /// Lists of scores, each with one score for each architecture. Metrics are averaged over the
  /// lists.
  public let members: [[Double]]

  private init(name: String, scorer: String, seeds: Int?, members: [[Double]]) {
    (self.name, self.scorer, self.seeds, self.members) = (name, scorer, seeds, members)
  }

  /// Costs as scores. Higher counts as better.
  public init(name: String, costs: [Double]) {
    self.init(name: name, scorer: name, seeds: nil, members: [costs])
  }

  /// The scores of a scorer. Of an ensemble these are the scores of the whole and of its members
  /// one by one.
  public static func all(
    of scorer: any Scorer, for architectures: [Architecture]
  ) -> [EvaluatedScore] {
    all(of: scorer, for: architectures, scorer.scores(of: architectures))
  }

  /// The scores of a scorer and of its ensemble members.
  ///
  /// - Parameter scores: those of the scorer for the architectures, in the same order
  public static func all(
    of scorer: any Scorer, for architectures: [Architecture], _ scores: Scores
  ) -> [EvaluatedScore] {
    let name = scorer.identity.weights?.name ?? scorer.identity.name
    let members = scorer.members.map { $0.scores(of: architectures).values }
    guard !members.isEmpty else {
      return [EvaluatedScore(name: name, scorer: name, seeds: nil, members: [scores.values])]
    }
    let single = EvaluatedScore(
      name: "\(name), one seed", scorer: name, seeds: members.count, members: members)
    guard members.count > 1 else { return [single] }
    let whole = EvaluatedScore(
      name: "\(name), ensemble", scorer: name, seeds: members.count, members: [scores.values])
    return [whole, single]
  }

  /// The same scores under another name.
  public func renamed(_ name: String) -> EvaluatedScore {
    EvaluatedScore(name: name, scorer: scorer, seeds: seeds, members: members)
  }

  /// The scores of the architectures at these indices.
  public func of(_ places: [Int]) -> EvaluatedScore {
    EvaluatedScore(
      name: name, scorer: scorer, seeds: seeds,
      members: members.map { scores in places.map { scores[$0] } })
  }

  /// The columns of ``cells(_:)``. Accuracies are in the unit of the table.
  public static let metrics = [
    "seeds", "spearman", "spearman_sd", "kendall", "kendall_sd", "top1", "best10", "mean100",
    "regret", "ndcg100",
  ]

  /// The ``metrics`` against accuracies: means over the members, with the deviations of the
  /// correlations.
  ///
  /// - Parameter isMinimised: whether the accuracies are negated, to be printed as they were
  public func cells(
    _ accuracies: [Double], isMinimised: Bool = false
  ) throws -> [ResultTable.Cell] {
    let metrics = try members.map { try RankingMetrics(scores: $0, accuracies: accuracies) }
    let decimals = TrainedNetworks.decimals(of: accuracies)
    let sign = isMinimised ? -1.0 : 1
    func mean(_ value: (RankingMetrics) -> Double, _ decimals: Int) -> ResultTable.Cell {
      Spread(metrics.map(value)).map { .number($0.mean, decimals: decimals) } ?? .missing
    }
    func correlation(_ value: (RankingMetrics) -> Double?) -> [ResultTable.Cell] {
      let values = metrics.compactMap(value)
      guard values.count == metrics.count, let spread = Spread(values) else {
        return [.missing, .missing]
      }
      return [
        .number(spread.mean, decimals: 3),
        spread.standardDeviation.map { .number($0, decimals: 3) } ?? .missing,
      ]
    }
    return [seeds.map { .integer($0) } ?? .missing]
      + correlation(\.spearman) + correlation(\.kendall)
      + [
        mean({ sign * $0.topOne }, decimals), mean({ sign * $0.bestOfTopTen }, decimals),
        mean({ sign * $0.meanOfTopHundred }, decimals), mean(\.regretOfTopOne, decimals),
        mean(\.discountedGain, 3),
      ]
  }
}
