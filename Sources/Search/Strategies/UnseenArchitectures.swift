import Spaces

/// The architectures that a search has proposed, so that none is scored that computes what another did.
struct UnseenArchitectures {
  private let space: SearchSpace
  private var seen: Set<OperatorGraph.CanonicalForm?> = []

  init(of space: SearchSpace) {
    self.space = space
  }

  /// - Returns: whether nothing before computed the same
  mutating func insert(_ architecture: Architecture) -> Bool {
    seen.insert(space.operatorGraph(of: architecture)?.canonicalForm).inserted
  }

  /// Up to `count` architectures that `make` makes and that compute nothing seen before; gives up when
  /// nearly everything was.
  mutating func collect(_ count: Int, _ make: () -> Proposal) -> [Proposal] {
    var found: [Proposal] = []
    var attempts = 0
    while found.count < count, attempts < 100 * count {
      attempts += 1
      let proposal = make()
      if let architecture = proposal.candidate.architecture, insert(architecture) {
        found.append(proposal)
      }
    }
    return found
  }
}
