import Foundation
import Networks
import Signals

/// The Jacobian covariance ``JacobianCovariance`` (Mellor et al., 2020) in the limit of infinite
/// width, for a batch of 32 standard normal images.
///
/// The gradients of two images by their pixels have the correlation r: each activation on a way
/// from the output multiplies it by the correlation of its slopes, for ReLU 1/2 as the images have
/// nothing in common. Gradients are made of few independent numbers, so that the correlations of a
/// batch scatter around r. docs/proxies.md derives both, and the score's expectation.
public struct ClosedFormJacobianCovariance: Proxy {
  public static let name = "jacov-closed"
  public static let summary =
    "how unlike the input gradients of images are, in closed form (Mellor et al., 2020)"
  public static let kind = ProxyKind.closedForm

  private static let images = Double(ProxySubject.batchSize)
  /// Beside each eigenvalue, as in the original.
  private static let small = 1e-5
  /// The most images for each independent number of a gradient; more have no inverse.
  private static let largestRatio = 0.99

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// About minus the number of images, and less. Higher is better.
  ///
  /// - Throws: `NetworkError` for layers without a formula, such as attention.
  public func value(of subject: ProxySubject) throws(NetworkError) -> Double {
    let gradients = try subject.uniformMoments().gradients(
      ofLoss: 1, ofUnlikeImages: true, reusing: subject.signalMemory)
    // The input does not reach the output: all gradients are 0.
    guard gradients.variances[0] > 0 else { return -.infinity }
    return Self.score(
      correlation: gradients.covariances[0] / gradients.variances[0],
      scatter: gradients.scatters[0])
  }

  /// The expectation of -sum(log(v + k) + 1/(v + k)) over the eigenvalues v of a correlation matrix
  /// of ``images`` vectors whose true correlation is given.
  ///
  /// One eigenvalue is 1 + (n - 1) r. The others are 1 - r times those of vectors that have nothing
  /// in common, which follow Marchenko and Pastur's law with the ratio of vectors to independent
  /// numbers.
  static func score(correlation: Double, scatter: Double) -> Double {
    let ratio = min(largestRatio, images * scatter)
    let rest = max(small, 1 - correlation)
    let logarithm = -1 - (1 - ratio) / ratio * log(1 - ratio)
    let first = 1 + (images - 1) * correlation
    return -(log(first) + 1 / first)
      - (images - 1) * (log(rest) + logarithm + 1 / (rest * (1 - ratio) + small))
  }
}
