import Foundation

/// What random layers do to signals in the limit of infinite width.
public enum InfiniteWidth {
  /// The correlation that two samples of data are taken to have where they enter.
  public static let inputCorrelation = 0.9
  /// k(0) of the arc-cosine kernel.
  public static let uncorrelatedKernel = 1 / Double.pi
  /// What neighbouring positions of a map are taken to correlate.
  public static let neighbourCorrelation = 0.6

  /// The correlation of two samples after a ReLU, centred as a batch norm behind it does:
  /// f(c) = (k(c) - 1/pi) / (1 - 1/pi) with k(c) = (sqrt(1 - c^2) + (pi - arccos c) c) / pi (Cho and
  /// Saul, NIPS 2009).
  public static func correlation(afterReLU correlation: Double) -> Double {
    let c = min(1, max(-1, correlation))
    let kernel = ((1 - c * c).squareRoot() + (.pi - acos(c)) * c) / .pi
    return (kernel - uncorrelatedKernel) / (1 - uncorrelatedKernel)
  }

  /// What is left of the covariance of a map with itself when its copies were smoothed by so many 3x3
  /// averages in all: keep(n) = 1 / (1 + n (4/3) ln(1/0.6)).
  ///
  /// Over a distance d a map correlates 0.6^(d²), a Gaussian of variance 1 / (2 ln(1/0.6)) along each axis. An average is taken
  /// as a Gaussian of its variance, 2/3; a maximum over 3x3 positions smooths like half an average (docs/signals.md).
  @inlinable
  public static func keep(_ smoothings: Double) -> Double {
    1 / (1 + smoothings * spreadOfAverage)
  }

  /// The variance of a 3x3 average along an axis, in those of the map's correlation.
  @usableFromInline
  static let spreadOfAverage = 4.0 / 3 * log(1 / neighbourCorrelation)
}
