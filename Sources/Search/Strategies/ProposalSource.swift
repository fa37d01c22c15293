import Randomness
import Spaces

/// The source of new architectures for strategies. It holds one stream of random numbers, the
/// budget, and all architectures proposed so far. No two of its proposals compute the same.
struct ProposalSource {
  let space: SearchSpace
  /// How many proposals may still be made.
  private(set) var remaining: Int
  private var random: SplitMix64
  private var seen: Set<OperatorGraph.CanonicalForm?> = []
  /// Architectures already proposed. A converged strategy makes the same ones over and over, and
  /// this set recognises them without building their graphs.
  private var exactly: Set<Architecture> = []
  /// The architectures to begin with, the last one next.
  private var start: [Architecture]
  /// The only architectures that may be proposed, in random order, the last one next; nil when all
  /// may.
  private var pool: [Architecture]?

  /// - Parameter withoutStart: whether the architectures to begin with are left out
  init(_ setting: SearchSetting, withoutStart: Bool = false) {
    (space, remaining) = (setting.space, setting.budget)
    random = SplitMix64(seed: setting.seed)
    start = withoutStart ? [] : setting.knowledge.start.reversed()
    pool = setting.knowledge.pool.map { pool in
      random.sample(pool.count, below: pool.count).map { pool[$0] }
    }
  }

  /// Takes proposals off the budget and returns as many of the first as the budget allows.
  ///
  /// Batches are made whole before they are cut here, the last one as well. A larger budget
  /// therefore begins with the same proposals.
  mutating func spend(_ proposals: [Proposal]) -> [Proposal] {
    let allowed = Array(proposals.prefix(remaining))
    remaining -= allowed.count
    return allowed
  }

  /// Whether an earlier proposal computes the same.
  func isKnown(_ architecture: Architecture) -> Bool {
    exactly.contains(architecture)
      || seen.contains(space.operatorGraph(of: architecture)?.canonicalForm)
  }

  /// Forgets what was proposed since an earlier state; the random numbers go on.
  mutating func forget(allBut earlier: ProposalSource) {
    (seen, exactly) = (earlier.seen, earlier.exactly)
  }

  /// Remembers an architecture.
  ///
  /// - Returns: whether no earlier architecture computed the same
  mutating func insert(_ architecture: Architecture) -> Bool {
    guard exactly.insert(architecture).inserted else { return false }
    return seen.insert(space.operatorGraph(of: architecture)?.canonicalForm).inserted
  }

  /// Up to `count` proposals by `make`, none of which computes the same as an earlier one. Gives up
  /// when nearly all attempts make known ones.
  ///
  /// - Parameter vary: makes another proposal of one that is already known; by default a known one
  ///   is dropped
  mutating func collect(
    _ count: Int, _ make: (SearchSpace, inout SplitMix64) -> Proposal,
    vary: ((Proposal, SearchSpace, inout SplitMix64) -> Proposal)? = nil
  ) -> [Proposal] {
    var found: [Proposal] = []
    var known: Proposal?
    var attempts = 0
    while found.count < count, attempts < 100 * count {
      attempts += 1
      let proposal =
        known.flatMap { known in vary.map { $0(known, space, &random) } } ?? make(space, &random)
      guard let architecture = proposal.candidate.architecture else { continue }
      let isNew = insert(architecture)
      if isNew { found.append(proposal) }
      known = isNew ? nil : proposal
    }
    return found
  }

  /// Up to `count` architectures to begin with, then random ones. None computes the same as an
  /// earlier one.
  mutating func novelSamples(_ count: Int) -> [Proposal] {
    var found: [Proposal] = []
    while found.count < count, let next = start.popLast() {
      if insert(next) { found.append(Proposal(next)) }
    }
    if pool != nil {
      while found.count < count, let next = pool?.popLast() {
        if insert(next) { found.append(Proposal(next)) }
      }
      return found
    }
    return found
      + collect(count - found.count) { space, random in
        Proposal(space.sample(using: &random))
      }
  }
}
