import Randomness
import Spaces

/// Hill climbing with restarts, a strong baseline where one step changes little (White et al., UAI
/// 2021; Ottelander et al., EMO 2021).
///
/// The best of some random architectures is the start. Neighbours are scored in batches, and the best
/// of a batch becomes the next start when it scores higher. After batches without progress, or when all
/// neighbours are known, the search begins anew.
public struct LocalSearch: SearchStrategy {
  public static let name = "local"
  public static let summary = "climbs from neighbour to neighbour, with restarts"
  static let batchSize = 25
  /// Batches of neighbours without progress before a restart.
  static let patience = 2

  private let space: SearchSpace
  private var remaining: Int
  private var random: SplitMix64
  private var unseen: UnseenArchitectures
  private var start: (architecture: Architecture, score: Double)?
  private var failures = 0

  public init(space: SearchSpace, budget: Int, seed: UInt64) {
    self.space = space
    remaining = budget
    random = SplitMix64(seed: seed)
    unseen = UnseenArchitectures(of: space)
  }

  public mutating func propose() -> [Candidate] {
    var random = random
    defer { self.random = random }
    let space = space
    let count = min(LocalSearch.batchSize, remaining)
    var proposed: [Architecture] = []
    if let start {
      proposed = unseen.collect(count) { space.mutate(start.architecture, using: &random) }
    }
    if proposed.isEmpty {
      start = nil
      proposed = unseen.collect(count) { space.sample(using: &random) }
    }
    remaining -= proposed.count
    return proposed.map { .architecture($0) }
  }

  public mutating func observe(_ candidates: [Candidate], scores: [Double]) {
    var improved = false
    for (candidate, score) in zip(candidates, scores) {
      guard case .architecture(let architecture) = candidate else { continue }
      if let start, score <= start.score { continue }
      start = (architecture, score)
      improved = true
    }
    failures = improved ? 0 : failures + 1
    if failures == LocalSearch.patience {
      start = nil
      failures = 0
    }
  }
}
