import Randomness
import Scoring
import Search
import Spaces
import Statistics
import Surrogates
import Tables
import Tensors
import Wording

/// How soon a training study finds the best architectures, replayed on a table in which all are
/// trained.
public struct TrainingReplay: Sendable {
  /// The share of the table that each of several draws has.
  public static let share = 0.8

  /// What chooses the trainings.
  public enum Method: String, CaseIterable, Sendable {
    /// The proposals of a training study.
    case ask
    /// The zero-shot ranking, from the best score on.
    case ranking
    /// Nothing.
    case random
  }

  /// Rows of ``AdaptationFeatures``.
  private let rows: [[Double]]
  private let accuracies: [Double]

  /// - Parameters:
  ///   - rows: rows of ``AdaptationFeatures``, one for each architecture; none computes the same as
  ///     another
  ///   - accuracies: in the same order; higher is better
  public init(rows: [[Double]], accuracies: [Double]) {
    precondition(rows.count == accuracies.count, "one accuracy for each architecture")
    (self.rows, self.accuracies) = (rows, accuracies)
  }

  /// The trainings of one method, once for each draw.
  ///
  /// - Parameters:
  ///   - budget: how many trainings
  ///   - batch: how many are asked for at a time
  ///   - draws: one takes all architectures, each of several a random ``share`` of them
  ///   - seed: of the draws
  ///   - threads: change the time, never a number
  public func runs(
    of method: Method, budget: Int, batch: Int, draws: Int, seed: UInt64, threads: Int
  ) throws -> [ReplayedTrainings] {
    try Parallel.map(draws, threads: threads) { draw, _ in
      Result { try replay(method, budget, batch, draw: draws == 1 ? nil : seed &+ UInt64(draw)) }
    }.map { try $0.get() }
  }

  /// - Parameter draw: the seed of the architectures that take part; nil for all
  private func replay(
    _ method: Method, _ budget: Int, _ batch: Int, draw: UInt64?
  ) throws -> ReplayedTrainings {
    var random = SplitMix64(seed: draw ?? 0)
    let all = Array(rows.indices)
    let taking =
      draw == nil
      ? all
      : random.sample(wholeNumber(TrainingReplay.share * Double(all.count)), below: all.count)
        .sorted()
    let budget = min(budget, taking.count)
    // The better score first, as the pool of a study has it.
    let ranked = taking.sorted { (rows[$1][0], $0) < (rows[$0][0], $1) }
    let order: [Int]
    switch method {
    case .ranking: order = Array(ranked.prefix(budget))
    case .random: order = random.sample(budget, below: taking.count).map { taking[$0] }
    case .ask: order = try asked(budget, from: ranked, batch: batch)
    }
    return ReplayedTrainings(
      order.map { accuracies[$0] }, among: taking.map { accuracies[$0] })
  }

  private func asked(_ budget: Int, from ranked: [Int], batch: Int) throws -> [Int] {
    var (told, left): ([Int], [Int]) = ([], ranked)
    while told.count < budget {
      let surrogate = try TrialSurrogate(
        told.map { rows[$0] }, accuracies: told.map { accuracies[$0] })
      let chosen = surrogate.choose(
        min(batch, budget - told.count), among: left.map { rows[$0] }, pending: [], threads: 1
      ).map { left[$0.candidate] }
      told += chosen
      let isChosen = Set(chosen)
      left.removeAll(where: isChosen.contains)
    }
    return told
  }
}
