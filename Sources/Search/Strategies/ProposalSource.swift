import Randomness
import Spaces

/// Where strategies get new architectures from: one stream of random numbers, a budget, and the memory of what
/// was proposed, so that none is scored that computes what another did.
struct ProposalSource {
  let space: SearchSpace
  /// How many proposals may still be made.
  private(set) var remaining: Int
  private var random: SplitMix64
  private var seen: Set<OperatorGraph.CanonicalForm?> = []
  /// Strategies that converge make the same over and over, and these are known without their graph.
  private var exactly: Set<Architecture> = []

  init(_ setting: SearchSetting) {
    (space, remaining) = (setting.space, setting.budget)
    random = SplitMix64(seed: setting.seed)
  }

  /// Takes proposals off the budget, as many of the first as are left of it.
  ///
  /// Batches are made whole before, the last one as well, so that a larger budget begins with the same
  /// proposals.
  mutating func spend(_ proposals: [Proposal]) -> [Proposal] {
    let allowed = Array(proposals.prefix(remaining))
    remaining -= allowed.count
    return allowed
  }

  /// - Returns: whether nothing before computed the same
  mutating func insert(_ architecture: Architecture) -> Bool {
    guard exactly.insert(architecture).inserted else { return false }
    return seen.insert(space.operatorGraph(of: architecture)?.canonicalForm).inserted
  }

  /// Up to `count` architectures that `make` makes and that compute nothing seen before; gives up when
  /// nearly everything was.
  ///
  /// - Parameter vary: makes something else of what is known already; by default that is dropped
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

  /// Up to `count` random architectures that compute nothing seen before.
  mutating func novelSamples(_ count: Int) -> [Proposal] {
    collect(count) { space, random in Proposal(space.sample(using: &random)) }
  }
}
