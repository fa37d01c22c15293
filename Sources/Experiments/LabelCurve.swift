import Randomness
import Scoring
import Statistics
import Surrogates
import Tables
import Tensors

/// How well surrogates rank architectures that are not among their labels, by the number of labels.
public struct LabelCurve: Sendable {
  /// The names of the columns.
  public static let columns = [
    "labels", "draws", "others", "kendall", "kendall_sd", "spearman", "spearman_sd",
    "zero_shot_kendall", "top1", "best10", "regret",
  ]

  /// What the model reads.
  private let rows: [[Double]]
  private let scores: [Double]
  private let accuracies: [Double]
  private let model: any SurrogateModel.Type

  /// - Parameters:
  ///   - model: what is fitted
  ///   - rows: what it reads, one row for each labelled architecture
  ///   - scores: zero-shot, in the same order
  ///   - accuracies: in the same order; higher is better
  public init(
    of model: any SurrogateModel.Type = Adaptation.self, rows: [[Double]], scores: [Double],
    accuracies: [Double]
  ) {
    (self.model, self.rows, self.scores, self.accuracies) = (model, rows, scores, accuracies)
  }

  /// One row of ``columns``: means over the draws, with the deviations of the correlations.
  ///
  /// - Parameters:
  ///   - count: the number of surrogate's labels
  ///   - draws: how often labels are drawn
  ///   - seed: of the first draw; each further draw adds 1
  ///   - threads: change the time, never a number
  ///   - isMinimised: whether the accuracies are negated, and are to be printed as they were
  public func cells(
    labels count: Int, draws: Int, seed: UInt64, threads: Int, isMinimised: Bool = false
  ) throws -> [ResultTable.Cell] {
    let results = try Parallel.map(draws, threads: threads) { draw, _ in
      Result { try metrics(labels: count, seed: seed &+ UInt64(draw)) }
    }.map { try $0.get() }
    func mean(
      _ value: ((refined: RankingMetrics, zeroShot: RankingMetrics)) -> Double?, _ decimals: Int
    ) -> ResultTable.Cell {
      let values = results.compactMap(value)
      guard values.count == draws, let spread = Spread(values) else { return .missing }
      return .number(spread.mean, decimals: decimals)
    }
    func deviation(_ value: (RankingMetrics) -> Double?) -> ResultTable.Cell {
      let values = results.compactMap { value($0.refined) }
      guard values.count == draws, let deviation = Spread(values)?.standardDeviation else {
        return .missing
      }
      return .number(deviation, decimals: 3)
    }
    let decimals = TrainedNetworks.decimals(of: accuracies)
    let sign = isMinimised ? -1.0 : 1
    return [
      .integer(count), .integer(draws), .integer(rows.count - count),
      mean({ $0.refined.kendall }, 3), deviation(\.kendall),
      mean({ $0.refined.spearman }, 3), deviation(\.spearman), mean({ $0.zeroShot.kendall }, 3),
      mean({ sign * $0.refined.topOne }, decimals),
      mean({ sign * $0.refined.bestOfTopTen }, decimals),
      mean({ $0.refined.regretOfTopOne }, decimals),
    ]
  }

  /// The metrics of one draw on the architectures that were not drawn, with labels and without.
  private func metrics(
    labels count: Int, seed: UInt64
  ) throws -> (refined: RankingMetrics, zeroShot: RankingMetrics) {
    var random = SplitMix64(seed: seed)
    let drawn = random.sample(count, below: rows.count)
    let surrogate = try model.init(
      drawn.map { rows[$0] }, accuracies: drawn.map { accuracies[$0] }, seed: seed, threads: 1)
    let isDrawn = Set(drawn)
    let others = rows.indices.filter { !isDrawn.contains($0) }
    let known = others.map { accuracies[$0] }
    return (
      try RankingMetrics(
        scores: others.map { surrogate.score(of: rows[$0]) }, accuracies: known),
      try RankingMetrics(scores: others.map { scores[$0] }, accuracies: known)
    )
  }
}
