import Spaces

/// What a strategy asks the score of.
public enum Candidate: Hashable, Sendable {
  case architecture(Architecture)
  /// A partly pruned supernet: for each edge the operators that remain, all of them in parallel.
  case supernet([[Int]])

  public var architecture: Architecture? {
    if case .architecture(let architecture) = self { return architecture }
    return nil
  }
}

/// A candidate, and what it was made from.
public struct Proposal: Sendable {
  public let candidate: Candidate
  /// The architectures that were mutated or crossed, which were proposed before; none for random ones.
  public let parents: [Architecture]

  public init(_ candidate: Candidate, parents: [Architecture] = []) {
    self.candidate = candidate
    self.parents = parents
  }

  public init(_ architecture: Architecture, parents: [Architecture] = []) {
    self.init(.architecture(architecture), parents: parents)
  }
}
