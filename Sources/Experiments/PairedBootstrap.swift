import Randomness
import Statistics
import Tensors

/// By how much Kendall's tau-b of one score is above that of another, with an interval from
/// resampled architectures (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993).
public struct PairedBootstrap: Equatable, Sendable {
  /// How often the architectures are drawn again.
  public static let resampleCount = 400
  /// The share of the resampled differences that the interval holds.
  public static let confidence = 0.95
  public static let seed: UInt64 = 0

  /// On all architectures.
  public let difference: Double
  /// Between the quantiles of the resampled differences.
  public let interval: ClosedRange<Double>

  /// Nil where tau is undefined because one of the lists is constant.
  ///
  /// - Parameter threads: they change the time, never a number
  /// - Precondition: as many scores, other scores and accuracies
  /// - Throws: `TableError` for a number that is NaN.
  /// - Complexity: O(n log n) for each resample
  public init?(
    _ scores: [Double], against others: [Double], accuracies: [Double],
    threads: Int = Parallel.processorCount
  ) throws {
    guard
      let difference = try PairedBootstrap.difference(
        scores, others, accuracies, at: Array(accuracies.indices))
    else { return nil }
    let random = SplitMix64(seed: PairedBootstrap.seed)
    let found = try Parallel.map(PairedBootstrap.resampleCount, threads: threads) { number, _ in
      var stream = random.stream(UInt64(number))
      let drawn = accuracies.indices.map { _ in stream.integer(below: accuracies.count) }
      return Result {
        // A constant resample says nothing.
        try PairedBootstrap.difference(scores, others, accuracies, at: drawn) ?? difference
      }
    }.map { try $0.get() }.sorted()
    let cut = Int((1 - PairedBootstrap.confidence) / 2 * Double(found.count))
    self.difference = difference
    interval = found[cut]...found[found.count - 1 - cut]
  }

  private static func difference(
    _ scores: [Double], _ others: [Double], _ accuracies: [Double], at places: [Int]
  ) throws -> Double? {
    let accuracies = places.map { accuracies[$0] }
    guard let own = try RankCorrelation.kendall(places.map { scores[$0] }, accuracies),
      let other = try RankCorrelation.kendall(places.map { others[$0] }, accuracies)
    else { return nil }
    return own - other
  }
}
