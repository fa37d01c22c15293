/// One operator of an architecture, and its possible replacements.
public struct OperatorPlace: Hashable, Sendable {
  /// The architecture with another operator here and nothing else changed.
  public struct Replacement: Hashable, Sendable {
    /// As an index into the space's operators.
    public let `operator`: Int
    /// The architecture with the replacement.
    public let architecture: Architecture
  }

  /// The remainder of an architecture without the operator.
  public enum Remainder: Hashable, Sendable {
    /// An architecture of the space.
    case architecture(Architecture)
    /// A graph that no architecture of the space computes; nil when the input does not reach the
    /// output.
    case graph(OperatorGraph?)
  }

  /// Where it is: `0 -> 2`, `vertex 3`, `stage 2/block 1`, `normal 0 -> 2`, `operator 5`.
  public let name: String
  /// As an index into the space's operators.
  public let `operator`: Int
  /// In the order in which the space offers the operators.
  public let replacements: [Replacement]
  /// The architecture or graph without the operator. Nil where it cannot be removed: at a place
  /// without connection, or in a network of fixed length.
  public let removal: Remainder?
}

extension SearchSpace {
  /// The operators that an architecture chooses, each with its possible replacements: one for each
  /// edge, vertex, filled position, input of a node, or operator of a derivation.
  ///
  /// - Complexity: O(operators x choices)
  public func places(of architecture: Architecture) -> [OperatorPlace] {
    topology.places(of: architecture)
  }

  /// The effect of removing an operator, as the end of a sentence that begins "removed means that".
  public var removalMeaning: String { topology.removalMeaning }
}
