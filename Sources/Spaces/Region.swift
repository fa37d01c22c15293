/// A part of a space's networks in which an operator costs the same wherever it stands: an edge, a
/// position, the normal or the reduction cell, or the whole network.
public struct Region: Hashable, Sendable {
  /// `0 -> 2`, `stage 2/block 1`, `normal cell`; empty for the whole network.
  public let name: String
  /// The operators that can stand there, as indices into the space's operators.
  public let operators: [Int]
}

/// An operator of an architecture, where it stands.
public struct PlacedOperator: Hashable, Sendable {
  /// As an index into ``SearchSpace/regions``.
  public let region: Int
  /// As an index into the space's operators.
  public let `operator`: Int
}

extension SearchSpace {
  /// The regions of the space's networks, as far as its kind tells them apart: the edges, the
  /// positions of a chain, or the two cells of a pair. Vertices and grammars have one region, as
  /// their places have no names of their own.
  public var regions: [Region] { topology.regions }

  /// Every operator of an architecture, zeros, identities and idle ones included, and projections
  /// where their number depends on the architecture.
  ///
  /// - Complexity: O(operators)
  public func placedOperators(of architecture: Architecture) -> [PlacedOperator] {
    topology.placedOperators(of: architecture)
  }
}
