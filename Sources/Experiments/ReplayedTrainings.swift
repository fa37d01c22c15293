import Scoring
import Search
import Spaces
import Statistics
import Tables
import Tensors

/// The results of trainings in the order in which a method chose them.
public struct ReplayedTrainings: Sendable {
  /// In the order of the trainings; higher is better.
  public let results: [Double]
  /// The results of all architectures that took part.
  let known: [Double]

  public init(_ results: [Double], among known: [Double]) {
    (self.results, self.known) = (results, known)
  }

  /// The best of the first trainings.
  func best(of count: Int) -> Double { results.prefix(count).max() ?? -.infinity }

  /// How many trainings it takes to come as close to the best of all; nil when there are not
  /// enough.
  ///
  /// - Parameter share: of the best: .99 is met within a hundredth of the best's absolute value
  func trainings(until share: Double) -> Int? {
    let top = known.max() ?? 0
    let target = top - (1 - share) * abs(top)
    return results.firstIndex { $0 >= target }.map { $0 + 1 }
  }

  /// Searches by the results of a table, once for each seed.
  ///
  /// - Parameters:
  ///   - scores: the results
  ///   - known: of all architectures of the table
  ///   - draws: how many seeds
  ///   - threads: change the time, never a number
  /// - Throws: `UserError` when the strategy cannot search the space.
  public static func searches(
    by strategy: any SearchStrategy.Type, knobs: [String: KnobValue], _ scores: KnownScores,
    among known: [Double], knowing knowledge: SearchKnowledge, budget: Int, draws: Int,
    seed: UInt64, threads: Int
  ) throws -> [ReplayedTrainings] {
    // A type has no state that threads could share.
    nonisolated(unsafe) let strategy = strategy
    return try Parallel.map(draws, threads: threads) { draw, _ in
      Result {
        let kept = KeptResults()
        var run = try SearchRun(
          strategy, with: ScorerEvaluator(scores), budget: budget, seed: seed &+ UInt64(draw),
          knobs: knobs, knowing: knowledge)
        run.recorder = kept
        _ = try run.run()
        return ReplayedTrainings(kept.results, among: known)
      }
    }.map { try $0.get() }
  }
}

private final class KeptResults: TrialRecorder {
  private(set) var results: [Double] = []

  func evaluation(ofTrial number: Int, _ candidate: Candidate) -> Evaluation? { nil }

  func append(_ trials: [Trial]) { results += trials.map(\.evaluation.score) }
}

/// The table of replays: for each method and number of trainings the best so far, and how many
/// trainings it takes to come close to the best.
public struct ReplayTable: Sendable {
  private let counts: [Int]
  private let target: Double?
  private let decimals: Int
  private let sign: Double

  /// - Parameters:
  ///   - counts: numbers of trainings, rising
  ///   - target: the share of the best that is to be reached; nil when that is not asked
  ///   - accuracies: of all architectures
  ///   - isMinimised: whether the accuracies are negated, and are to be printed as they were
  public init(counts: [Int], target: Double?, of accuracies: [Double], isMinimised: Bool) {
    (self.counts, self.target) = (counts, target)
    decimals = TrainedNetworks.decimals(of: accuracies)
    sign = isMinimised ? -1 : 1
  }

  /// The names of the columns.
  public var columns: [String] {
    ["method", "trainings", "draws", "best", "best_sd", "regret", "rank", "found"]
      + (target == nil ? [] : ["until_target", "until_target_sd", "reached", "mean_curve"])
  }

  /// One row for each number of trainings: means over the draws.
  ///
  /// Until the target means by draw: where a draw does not reach it, the largest number of
  /// trainings counts, so that the mean is too low then. The mean curve is that of the best so far;
  /// published searches are compared where it reaches the target.
  public func rows(of name: String, _ runs: [ReplayedTrainings]) -> [[ResultTable.Cell]] {
    let until = target.map { untilTarget(runs, $0) } ?? []
    return counts.map { count in
      let best = Spread(runs.map { sign * $0.best(of: count) })
      let ranks = runs.map {
        Double(RankingMetrics.rank(of: $0.best(of: count), among: $0.known))
      }
      let regrets = runs.map { ($0.known.max() ?? 0) - $0.best(of: count) }
      func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(runs.count) }
      return [
        .text(name), .integer(count), .integer(runs.count),
        best.map { .number($0.mean, decimals: decimals) } ?? .missing,
        best?.standardDeviation.map { .number($0, decimals: decimals) } ?? .missing,
        .number(mean(regrets), decimals: decimals), .number(mean(ranks), decimals: 1),
        .number(mean(ranks.map { $0 == 1 ? 1 : 0 }), decimals: 2),
      ] + until
    }
  }

  private func untilTarget(_ runs: [ReplayedTrainings], _ share: Double) -> [ResultTable.Cell] {
    let most = counts.last ?? 0
    let found = runs.map { $0.trainings(until: share).flatMap { $0 <= most ? $0 : nil } }
    let spread = Spread(found.map { Double($0 ?? most) })
    let top = runs.map { $0.known.max() ?? 0 }
    let targets = top.map { $0 - (1 - share) * abs($0) }
    func sum(_ values: [Double]) -> Double { values.reduce(0, +) }
    let crossing = (1...max(1, most)).first { count in
      sum(runs.map { $0.best(of: count) }) >= sum(targets)
    }
    return [
      spread.map { .number($0.mean, decimals: 1) } ?? .missing,
      spread?.standardDeviation.map { .number($0, decimals: 1) } ?? .missing,
      .number(Double(found.count { $0 != nil }) / Double(runs.count), decimals: 2),
      crossing.map { .integer($0) } ?? .missing,
    ]
  }
}
