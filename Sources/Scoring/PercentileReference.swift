import Randomness
import Spaces

/// The architectures that percentiles refer to when not everything is ranked.
public enum PercentileReference {
  /// Architectures of a larger space that are drawn: fewer where whole networks are scored, each of which
  /// takes longer.
  public static let sampleSizes = (cells: 10_000, wholeNetworks: 1_000)
  private static let largestWhole = 20_000

  public static func isWhole(_ space: SearchSpace) -> Bool {
    space.size.isAtMost(largestWhole)
  }

  public static func sampleSize(for scorer: any Scorer) -> Int {
    scorer.space.isMadeOfCells && scorer.identity.weights != nil
      ? sampleSizes.cells : sampleSizes.wholeNetworks
  }

  /// The whole space if it is small, else a random sample of it.
  public static func architectures(for scorer: any Scorer, seed: UInt64 = 0) -> [Architecture] {
    let space = scorer.space
    if isWhole(space) { return Array(space.architectures) }
    var random = SplitMix64(seed: seed)
    return (0..<sampleSize(for: scorer)).map { _ in space.sample(using: &random) }
  }
}
