import Foundation
import Learning
import Statistics
import Wording

/// A surrogate of trainings that a search chose itself, and its choice of what to train next.
///
/// It is ``Adaptation``'s Gaussian process with two changes. The labelled architectures are no
/// random sample, they are good ones, so that the mean of their labels says nothing of the space:
/// the process has an offset. And it tells deviations, so that candidates are chosen by their upper
/// confidence bound (Srinivas et al., ICML 2010). Several at once are chosen one after the other,
/// each as if the ones before it had been trained and had come out as expected (the believer of
/// Ginsbourger et al., 2010).
public struct TrialSurrogate: Sendable {
  /// How many deviations above its expectation an architecture is judged once results are known.
  /// Chosen on NAS-Bench-101, NAS-Bench-Macro, LaNAS' cells and TransNAS-Bench-101.
  static let exploration = 2.0
  /// The same before that, where the deviations only keep proposals apart: the most that cost
  /// nothing on these spaces.
  static let firstExploration = 0.1
  /// The process before results are known.
  private static let firstKernel = GaussianProcess.Kernel(length: 2, linearWeight: 0.1)
  private static let firstNoise = 0.3

  /// A candidate that was chosen.
  public struct Choice: Sendable, Equatable {
    /// The index of the candidate.
    public let candidate: Int
    /// The mean of the accuracy of a training, in the unit of the labels; nil while too few are
    /// known.
    public let expected: Double?
    /// Its standard deviation, with the noise of a training.
    public let deviation: Double?
  }

  private let rows: [[Double]]
  /// Nil while too few results are known to learn from.
  private let fitted: (process: GaussianProcess, scale: AccuracyScale)?

  /// - Parameters:
  ///   - rows: rows of ``AdaptationFeatures``, one for each training
  ///   - accuracies: higher is better; nil for a training that failed, which counts as the worst
  public init(_ rows: [[Double]], accuracies: [Double?]) throws {
    precondition(rows.count == accuracies.count, "one result for each training")
    self.rows = rows
    let known = accuracies.compactMap { $0 }
    guard known.count >= Adaptation.fewestLabels, Set(known).count > 1, let least = known.min()
    else {
      fitted = nil
      return
    }
    let targets = try NormalScores.of(accuracies.map { $0 ?? least - 1 })
    let process = GaussianProcess(
      rows, residuals: zip(rows, targets).map { $1 - Adaptation.prior(of: $0) }, hasOffset: true)
    let scale = AccuracyScale(
      zip(targets, accuracies).compactMap { target, accuracy in accuracy.map { (target, $0) } })
    fitted = (process, scale)
  }

  /// Chooses candidates to train next, the most promising first.
  ///
  /// - Parameters:
  ///   - count: at most so many
  ///   - candidates: rows of ``AdaptationFeatures``
  ///   - pending: rows of architectures whose results are still to come
  ///   - threads: change the time, never a choice
  public func choose(
    _ count: Int, among candidates: [[Double]], pending: [[Double]], threads: Int
  ) -> [Choice] {
    let process = fitted?.process
    let noise = process?.noise ?? TrialSurrogate.firstNoise
    let exploration =
      process == nil ? TrialSurrogate.firstExploration : TrialSurrogate.exploration
    let means = candidates.map {
      Adaptation.prior(of: $0) + (process?.correction(at: $0) ?? 0)
    }
    var variances = PosteriorVariances(
      process?.kernel ?? TrialSurrogate.firstKernel, noise: noise, observed: rows + pending,
      candidates: candidates, threads: threads)
    var isLeft = [Bool](repeating: true, count: candidates.count)
    var chosen: [Choice] = []
    while chosen.count < min(count, candidates.count) {
      var best: (place: Int, bound: Double)?
      for place in candidates.indices where isLeft[place] {
        let bound = means[place] + exploration * variances.values[place].squareRoot()
        if let best, bound <= best.bound { continue }
        best = (place, bound)
      }
      guard let place = best?.place else { break }
      let moments = fitted?.scale.moments(
        mean: means[place], deviation: (variances.values[place] + noise).squareRoot())
      chosen.append(
        Choice(candidate: place, expected: moments?.mean, deviation: moments?.deviation))
      isLeft[place] = false
      variances.observe(place)
    }
    return chosen
  }
}

/// What accuracies the normal scores of labels stand for: straight lines between the labels, and
/// beyond them the slope that the middle half of the labels has.
struct AccuracyScale: Sendable {
  /// How many equally probable values stand for a normal distribution.
  private static let quantiles = (0..<64).map { NormalScores.quantile((Double($0) + 0.5) / 64) }
  /// Between the quartiles of a normal distribution lie so many deviations.
  private static let quartileDistance = 2 * NormalScores.quantile(0.75)

  private let scores: [Double]
  private let accuracies: [Double]
  private let slope: Double

  /// - Parameter labels: normal scores with their accuracies, which rise together
  init(_ labels: [(score: Double, accuracy: Double)]) {
    precondition(!labels.isEmpty, "a scale needs labels")
    let sorted = labels.sorted { ($0.score, $0.accuracy) < ($1.score, $1.accuracy) }
    var (scores, accuracies): ([Double], [Double]) = ([], [])
    for label in sorted where label.score != scores.last {
      scores.append(label.score)
      accuracies.append(label.accuracy)
    }
    (self.scores, self.accuracies) = (scores, accuracies)
    let all = sorted.map(\.accuracy)
    slope = (all[all.count * 3 / 4] - all[all.count / 4]) / AccuracyScale.quartileDistance
  }

  /// The accuracy of a normal score.
  func accuracy(at score: Double) -> Double {
    guard let above = scores.firstIndex(where: { $0 >= score }) else {
      let last = scores.count - 1
      return accuracies[last] + slope * (score - scores[last])
    }
    if above == 0 { return accuracies[0] + slope * (score - scores[0]) }
    let share = (score - scores[above - 1]) / (scores[above] - scores[above - 1])
    return accuracies[above - 1] + share * (accuracies[above] - accuracies[above - 1])
  }

  /// Mean and standard deviation of the accuracy of a normally distributed score.
  func moments(mean: Double, deviation: Double) -> (mean: Double, deviation: Double) {
    let values = AccuracyScale.quantiles.map { accuracy(at: mean + deviation * $0) }
    let average = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - average) * ($1 - average) }
    return (average, (squares / Double(values.count)).squareRoot())
  }
}
