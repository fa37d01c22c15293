import TGNAS

/// What percentiles refer to when not everything is ranked.
enum Reference {
  static let sampleSize = 10_000

  static func isWhole(_ space: SearchSpace) -> Bool {
    space.size.isAtMost(2 * sampleSize)
  }

  /// The whole space if it is small, else a random sample of it.
  static func architectures(of space: SearchSpace, seed: UInt64 = 0) -> [Architecture] {
    if isWhole(space) { return Array(space.architectures) }
    var random = SplitMix64(seed: seed)
    return (0..<sampleSize).map { _ in space.sample(using: &random) }
  }
}
