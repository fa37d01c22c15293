import Spaces

/// The architectures that a search has proposed, so that none is scored that computes what another did.
struct UnseenArchitectures {
  private let space: SearchSpace
  private var seen: Set<OperatorGraph.CanonicalForm?> = []
  /// Strategies that converge make the same over and over, and these are known without their graph.
  private var exactly: Set<Architecture> = []

  init(of space: SearchSpace) {
    self.space = space
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
    _ count: Int, _ make: () -> Proposal, vary: ((Proposal) -> Proposal)? = nil
  ) -> [Proposal] {
    var found: [Proposal] = []
    var known: Proposal?
    var attempts = 0
    while found.count < count, attempts < 100 * count {
      attempts += 1
      let proposal = known.flatMap { known in vary.map { $0(known) } } ?? make()
      guard let architecture = proposal.candidate.architecture else { continue }
      let isNew = insert(architecture)
      if isNew { found.append(proposal) }
      known = isNew ? nil : proposal
    }
    return found
  }
}
