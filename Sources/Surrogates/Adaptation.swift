import Learning
import Statistics
import Tensors
import Wording

/// A surrogate that refines a zero-shot score by labels of the space: Gaussian process regression
/// on the labels' normal scores, with the zero-shot score in the prior mean. Without a zero-shot
/// score the prior mean is 0.
public struct Adaptation: Sendable {
  /// The fewest labels that are accepted.
  public static let fewestLabels = 5
  /// The most labels that are accepted. More would take minutes and gigabytes, and would only rank
  /// what is known already.
  public static let mostLabels = 5_000
  /// The weight of the zero-shot score in the prior mean: about its correlation with the true
  /// accuracy where that was measured.
  static let belief = 0.7

  private let process: GaussianProcess
  private let rows: [[Double]]
  /// The weights of the scores in the prior mean.
  private let beliefs: [Double]

  /// - Parameters:
  ///   - rows: rows of ``AdaptationFeatures`` or ``SurrogateEncoding``, one for each label
  ///   - accuracies: the surrogate's labels, higher is better; only their order counts
  ///   - scores: with how many scores rows begin: the zero-shot score, and those by the labels of
  ///     other tables
  ///   - hasOffset: whether the mean is known up to a constant only
  /// - Throws: ``UserError`` when there are too few labels or all are equal.
  public init(
    _ rows: [[Double]], accuracies: [Double], scores: Int = 1, hasOffset: Bool = false
  ) throws {
    precondition(rows.count == accuracies.count, "one accuracy for each architecture")
    try SurrogateModels.check(accuracies)
    guard rows.count <= Adaptation.mostLabels else {
      throw UserError(
        "\(rows.count) labelled architectures are too many to learn from; expected at most "
          + "\(Adaptation.mostLabels), such as a random selection")
    }
    let targets = try NormalScores.of(accuracies)
    let means = Adaptation.beliefs(in: scores)
    process = GaussianProcess(
      rows,
      residualsOfMeans: means.map { beliefs in
        zip(rows, targets).map { $1 - Adaptation.prior(of: $0, beliefs) }
      }, logPriors: means.count > 1 ? means.map(Adaptation.logPrior) : [], hasOffset: hasOffset)
    (self.rows, beliefs) = (rows, means[process.mean])
  }

  /// The weights of scores in the prior mean that are tried. The zero-shot score alone has its
  /// usual one. With scores by other tables the labels decide how much each is worth: one of them
  /// or their mean, and the zero-shot score beside it.
  private static func beliefs(in scores: Int) -> [[Double]] {
    if scores <= 1 { return [[Double](repeating: belief, count: scores)] }
    let others = scores - 1
    var shares = (0..<others).map { chosen in (0..<others).map { $0 == chosen ? 1.0 : 0 } }
    if others > 1 { shares.append([Double](repeating: 1 / Double(others), count: others)) }
    let weighted = shares.flatMap { share in
      [0.35, belief, 1].map { weight in share.map { weight * $0 } }
    }
    return ([[Double](repeating: 0, count: others)] + weighted).flatMap { others in
      [belief, belief / 2, 0].map { [$0] + others }
    }
  }

  /// Labels of other tables are given because somebody thinks that they are worth something: it
  /// takes so much evidence, as a logarithm, to believe that they are not. Chosen on the tasks of
  /// TransNAS-Bench-101 micro.
  private static let trust = 2.0

  private static func logPrior(of beliefs: [Double]) -> Double {
    trust * min(0, beliefs.dropFirst().reduce(0, +) / belief - 1)
  }

  /// The weights of scores where no label tells: the other tables' labels count for more than the
  /// zero-shot score.
  static func beliefsWithoutLabels(in scores: Int) -> [Double] {
    [1 - belief] + [Double](repeating: belief / Double(max(1, scores - 1)), count: scores - 1)
  }

  /// The refined score of a row of ``AdaptationFeatures``. It is a normal score; higher is better.
  public func score(of row: [Double]) -> Double {
    Adaptation.prior(of: row, beliefs) + process.correction(at: row)
  }

  /// The scores of rows, in order.
  public func means(of rows: [[Double]], threads: Int) -> [Double] {
    Parallel.map(rows.count, threads: threads) { place, _ in score(of: rows[place]) }
  }

  /// The variances of the scores of rows, without noise.
  func variances(of rows: [[Double]], threads: Int) -> [Double] {
    PosteriorVariances(
      process.kernel, noise: process.noise, observed: self.rows, candidates: rows,
      threads: threads
    ).values
  }

  /// The score of a row that begins with the zero-shot score and scores by other tables, where no
  /// label tells what these are worth.
  package static func scoreWithoutLabels(of row: [Double], _ scores: Int) -> Double {
    prior(of: row, beliefsWithoutLabels(in: scores))
  }

  /// The prior mean by the zero-shot score alone, which a row begins with.
  static func prior(of row: [Double]) -> Double { prior(of: row, [belief]) }

  /// The prior mean by the scores that a row begins with.
  static func prior(of row: [Double], _ beliefs: [Double]) -> Double {
    zip(beliefs, row).reduce(0) { $0 + $1.0 * $1.1 / AdaptationFeatures.spread }
  }
}
