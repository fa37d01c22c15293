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

  private var source: ProposalSource
  private var start: EvaluatedArchitecture?
  private var failures = 0

  public init(space: SearchSpace, budget: Int, seed: UInt64) {
    source = ProposalSource(of: space, budget: budget, seed: seed)
  }

  public mutating func propose() -> [Proposal] {
    if source.remaining == 0 { return [] }
    var proposed: [Proposal] = []
    if let start = start?.architecture {
      proposed = source.collect(LocalSearch.batchSize) { space, random in
        Proposal(space.mutate(start, using: &random), parents: [start])
      }
    }
    if proposed.isEmpty {
      start = nil
      proposed = source.strangers(LocalSearch.batchSize)
    }
    return source.spend(proposed)
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
