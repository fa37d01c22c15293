import Learning
import Statistics
import Wording

/// A surrogate that refines a zero-shot score by labels of the space: Gaussian process regression
/// on the labels' normal scores, with the zero-shot score in the prior mean.
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

  /// - Parameters:
  ///   - rows: rows of ``AdaptationFeatures``, one for each label
  ///   - accuracies: the surrogate's labels, higher is better; only their order counts
  /// - Throws: ``UserError`` when there are too few labels or all are equal.
  public init(_ rows: [[Double]], accuracies: [Double]) throws {
    precondition(rows.count == accuracies.count, "one accuracy for each architecture")
    guard rows.count >= Adaptation.fewestLabels, Set(accuracies).count > 1 else {
      throw UserError(
        "\(rows.count) labelled architectures with \(Set(accuracies).count) different labels teach "
          + "nothing; expected at least \(Adaptation.fewestLabels), not all alike")
    }
    guard rows.count <= Adaptation.mostLabels else {
      throw UserError(
        "\(rows.count) labelled architectures are too many to learn from; expected at most "
          + "\(Adaptation.mostLabels), such as a random selection")
    }
    let targets = try NormalScores.of(accuracies)
    process = GaussianProcess(
      rows, residuals: zip(rows, targets).map { $1 - Adaptation.prior(of: $0) })
  }

  /// The refined score of a row of ``AdaptationFeatures``. It is a normal score; higher is better.
  public func score(of row: [Double]) -> Double {
    Adaptation.prior(of: row) + process.correction(at: row)
  }

  static func prior(of row: [Double]) -> Double {
    belief * row[0] / AdaptationFeatures.spread
  }
}
