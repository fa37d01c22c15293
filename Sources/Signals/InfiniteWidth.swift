import Foundation

/// The data that signals are about, and how smoothing changes them, in the limit of infinite width.
public enum InfiniteWidth {
  /// The correlation that two samples of data are taken to have at the input.
  public static let inputCorrelation = 0.9
  /// The correlation that neighbouring positions of a map are taken to have.
  public static let neighbourCorrelation = 0.6

  /// The share of a map's variance that is left as the covariance of two of its copies, smoothed by
  /// so many 3x3 averages in all: 1 / (1 + n (4/3) ln(1/0.6)).
  ///
  /// Over a distance d a map correlates 0.6^(d²), a Gaussian of variance 1 / (2 ln(1/0.6)) along
  /// each axis. An average is taken as a Gaussian of its variance, 2/3; a maximum over 3x3
  /// positions smooths like half an average (docs/signals.md).
  @inlinable
  public static func retainedVariance(after smoothings: Double) -> Double {
    1 / (1 + smoothings * spreadOfAverage)
  }

  /// The variance of a 3x3 average along an axis, in those of the map's correlation.
  @usableFromInline
  static let spreadOfAverage = 4.0 / 3 * log(1 / neighbourCorrelation)
}
