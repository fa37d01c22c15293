import Spaces

/// What a strategy proposes and an evaluator evaluates.
public enum Candidate: Hashable, Sendable {
  /// A point of the search space.
  case architecture(Architecture)
  /// A partly pruned supernet: for each edge the operators that remain, as indices into the space's
  /// operators. Those of one edge run in parallel.
  case supernet([[Int]])

  /// The architecture; nil for a supernet.
  public var architecture: Architecture? {
    if case .architecture(let architecture) = self { return architecture }
    return nil
  }
}

/// A candidate with its parents.
public struct Proposal: Sendable {
  /// What is to be evaluated.
  public let candidate: Candidate
  /// The architectures that were mutated or crossed; empty for a random candidate. They were
  /// proposed earlier.
  public let parents: [Architecture]

  /// Makes a proposal of any candidate.
  public init(_ candidate: Candidate, parents: [Architecture] = []) {
    self.candidate = candidate
    self.parents = parents
  }

  /// Makes a proposal of an architecture.
  public init(_ architecture: Architecture, parents: [Architecture] = []) {
    self.init(.architecture(architecture), parents: parents)
  }
}
