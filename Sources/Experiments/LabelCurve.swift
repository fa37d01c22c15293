import Randomness
import Scoring
import Statistics
import Surrogates
import Tables
import Tensors

/// How well surrogates rank architectures that are not among their labels, by the number of labels.
public struct LabelCurve: Sendable {
  /// The names of the columns. With labels of other tables: how these rank alone (across), and the
  /// labels of the table without them (within).
  public var columns: [String] {
    [
      "labels", "draws", "others", "kendall", "kendall_sd", "spearman", "spearman_sd",
      "zero_shot_kendall",
    ] + (leading > 1 ? ["across_kendall", "within_kendall"] : []) + ["top1", "best10", "regret"]
  }

  /// What the model reads.
  private let rows: [[Double]]
  private let scores: [Double]
  private let accuracies: [Double]
  private let model: any SurrogateModel.Type
  private let leading: Int

  /// - Parameters:
  ///   - model: what is fitted
  ///   - rows: what it reads, one row for each labelled architecture
  ///   - leading: with how many scores rows begin: the zero-shot score, and those by other tables
  ///   - scores: zero-shot, in the same order
  ///   - accuracies: in the same order; higher is better
  public init(
    of model: any SurrogateModel.Type = Adaptation.self, rows: [[Double]], leading: Int = 1,
    scores: [Double], accuracies: [Double]
  ) {
    self.leading = leading
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
    func mean(_ value: (Metrics) -> Double?, _ decimals: Int) -> ResultTable.Cell {
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
    ]
      + (leading > 1
        ? [mean({ $0.across?.kendall }, 3), mean({ $0.within?.kendall }, 3)] : [])
      + [
        mean({ sign * $0.refined.topOne }, decimals),
        mean({ sign * $0.refined.bestOfTopTen }, decimals),
        mean({ $0.refined.regretOfTopOne }, decimals),
      ]
  }

  private struct Metrics {
    let refined, zeroShot: RankingMetrics
    let across, within: RankingMetrics?
  }

  /// The metrics of one draw on the architectures that were not drawn, with labels and without.
  private func metrics(labels count: Int, seed: UInt64) throws -> Metrics {
    var random = SplitMix64(seed: seed)
    let drawn = random.sample(count, below: rows.count)
    let isDrawn = Set(drawn)
    let others = rows.indices.filter { !isDrawn.contains($0) }
    let known = others.map { accuracies[$0] }
    func metrics(_ scores: [Double]) throws -> RankingMetrics {
      try RankingMetrics(scores: scores, accuracies: known)
    }
    func learned(_ leading: Int, _ row: ([Double]) -> [Double]) throws -> RankingMetrics {
      let surrogate = try model.init(
        drawn.map { row(rows[$0]) }, accuracies: drawn.map { accuracies[$0] },
        SurrogateSetting(scores: leading, seed: seed))
      return try metrics(surrogate.means(of: others.map { row(rows[$0]) }, threads: 1))
    }
    let hasOthers = leading > 1
    return Metrics(
      refined: try learned(leading) { $0 }, zeroShot: try metrics(others.map { scores[$0] }),
      across: hasOthers
        ? try metrics(others.map { Adaptation.scoreWithoutLabels(of: rows[$0], leading) }) : nil,
      within: hasOthers
        ? try learned(1) { [$0[0]] + $0.dropFirst(leading) } : nil)
  }
}
