import Randomness
import Spaces

/// The architectures that percentiles refer to when a space is not ranked whole.
public enum PercentileReference {
  /// How many architectures of a large space are sampled. Whole networks are fewer, because each
  /// takes longer to score.
  public static let sampleSizes = (cells: 10_000, wholeNetworks: 1_000)
  private static let largestWhole = 20_000

  /// Whether percentiles refer to the whole space.
  public static func isWhole(_ space: SearchSpace) -> Bool {
    space.size.isAtMost(largestWhole)
  }

  /// How many random architectures the percentiles of a large space refer to.
  public static func sampleSize(for scorer: any Scorer) -> Int {
    scorer.space.isMadeOfCells && scorer.identity.weights != nil
      ? sampleSizes.cells : sampleSizes.wholeNetworks
  }

  /// The whole space if it is small, else a random sample of it.
  ///
  /// - Parameter size: of a sample that is taken in any case; nil for the usual
  public static func architectures(
    for scorer: any Scorer, seed: UInt64 = 0, sample size: Int? = nil
  ) -> [Architecture] {
    let space = scorer.space
    if size == nil, isWhole(space) { return Array(space.architectures) }
    var random = SplitMix64(seed: seed)
    return (0..<(size ?? sampleSize(for: scorer))).map { _ in space.sample(using: &random) }
  }
}
