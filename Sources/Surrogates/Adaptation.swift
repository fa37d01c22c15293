import Learning
import Statistics
import Wording

/// A zero-shot score refined by labelled architectures of its space: Gaussian process regression of the
/// labels' normal scores, with the zero-shot score as what is believed beforehand.
public struct Adaptation: Sendable {
  /// Fewer labels say nothing.
  public static let fewestLabels = 5
  /// More would take minutes and gigabytes, and a ranking of what is known already.
  public static let mostLabels = 5_000
  /// How far the zero-shot score is believed: about its correlation with the truth where it was
  /// measured.
  static let belief = 0.7

  private let process: GaussianProcess

  /// - Parameters:
  ///   - rows: of ``AdaptationFeatures``, one for each label
  ///   - accuracies: higher is better; only their order counts
  /// - Throws: ``UserError`` when there are too few labels or they do not differ.
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

  /// The refined score of an architecture: a normal score, higher is better.
  public func score(of row: [Double]) -> Double {
    Adaptation.prior(of: row) + process.correction(at: row)
  }

  private static func prior(of row: [Double]) -> Double {
    belief * row[0] / AdaptationFeatures.spread
  }
}
