import LanguageModels
import Randomness
import Statistics
import Tables
import Wording

/// How well a language model ranks architectures that it was not fine-tuned on, by the number of
/// labels: frozen, with a head alone, and with its upper layers trained.
public struct FineTuningCurve {
  /// The names of the columns.
  public static let columns = [
    "labels", "draws", "others", "frozen_kendall", "frozen_sd", "tuned_kendall", "tuned_sd",
    "seconds",
  ]

  private let tuner: FineTuner
  private let results: [(text: Int, value: Double)]
  private let others: [FineTuner.Task]

  /// - Parameters:
  ///   - results: of the task that is ranked; higher is better
  ///   - others: other tasks, whose results are all trained on
  public init(
    _ tuner: FineTuner, results: [(text: Int, value: Double)], others: [FineTuner.Task]
  ) {
    (self.tuner, self.results, self.others) = (tuner, results, others)
  }

  /// One row of ``columns``: means over the draws, with deviations. The seconds are those of one
  /// training.
  ///
  /// - Parameters:
  ///   - count: the number of labels of the task that is ranked; 0 only where there are others
  ///   - seed: of the first draw; each further draw adds 1
  ///   - progress: receives the share of the row that is done; false ends it there
  /// - Returns: nil when it was ended
  /// - Throws: `UserError` when labels teach nothing.
  public func cells(
    labels count: Int, draws: Int, seed: UInt64, progress: (Double) -> Bool
  ) throws -> [ResultTable.Cell]? {
    var (frozen, tuned): ([Double], [Double]) = ([], [])
    var seconds = 0.0
    for draw in 0..<draws {
      var random = SplitMix64(seed: seed &+ UInt64(draw))
      let chosen = random.sample(count, below: results.count)
      let known = Set(chosen)
      let rest = results.indices.filter { !known.contains($0) }.map { results[$0] }
      let tasks = others + (count > 0 ? [FineTuner.Task(chosen.map { results[$0] })] : [])
      let accuracies = rest.map(\.value)
      func kendall(_ parameters: FineTuner.Parameters) throws -> Double {
        let scores = tuner.scores(of: rest.map(\.text), parameters)
        return try RankCorrelation.kendall(scores, accuracies) ?? 0
      }
      frozen.append(try kendall(try tuner.frozen(on: tasks)))
      let clock = ContinuousClock()
      let start = clock.now
      let trained = try tuner.trained(on: tasks) { done, total in
        progress((Double(draw) + Double(done) / Double(total)) / Double(draws))
      }
      guard let trained else { return nil }
      let time = clock.now - start
      seconds += Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
      tuned.append(try kendall(trained))
    }
    func pair(_ values: [Double]) -> [ResultTable.Cell] {
      guard let spread = Spread(values) else { return [.missing, .missing] }
      return [
        .number(spread.mean, decimals: 3),
        spread.standardDeviation.map { .number($0, decimals: 3) } ?? .missing,
      ]
    }
    return [.integer(count), .integer(draws), .integer(results.count - count)] + pair(frozen)
      + pair(tuned) + [.number(seconds / Double(draws), decimals: 1)]
  }
}
