import Randomness
import Spaces

/// Hill climbing with restarts, a strong baseline where one step changes little (White et al., UAI
/// 2021; Ottelander et al., EMO 2021).
///
/// The best of some random architectures is the start. Neighbours are scored in batches, and the best
/// of a batch becomes the next start when it is better. After batches without progress, or when all
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
  private var start: EvaluatedArchitecture?
  private var failures = 0

  public init(space: SearchSpace, budget: Int, seed: UInt64) {
    self.space = space
    remaining = budget
    random = SplitMix64(seed: seed)
    unseen = UnseenArchitectures(of: space)
  }

  public mutating func propose() -> [Proposal] {
    if remaining == 0 { return [] }
    var random = random
    defer { self.random = random }
    let space = space
    let count = LocalSearch.batchSize
    var proposed: [Proposal] = []
    if let start {
      proposed = unseen.collect(count) {
        Proposal(
          space.mutate(start.architecture, using: &random), parents: [start.architecture])
      }
    }
    if proposed.isEmpty {
      start = nil
      proposed = unseen.collect(count) { Proposal(space.sample(using: &random)) }
    }
    // The last batch is made whole as well, so that a larger budget begins with the same proposals.
    proposed = Array(proposed.prefix(remaining))
    remaining -= proposed.count
    return proposed
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    var improved = false
    for found in EvaluatedArchitecture.all(of: candidates, evaluations) {
      if let start, !found.evaluation.isBetter(than: start.evaluation) { continue }
      start = found
      improved = true
    }
    failures = improved ? 0 : failures + 1
    if failures == LocalSearch.patience {
      start = nil
      failures = 0
    }
  }
}
