/// One point of a search space.
///
/// An architecture is plain data that only its own ``SearchSpace`` can read: print it with
/// ``SearchSpace/notation(of:)`` and read it back with ``SearchSpace/architecture(parsing:)``. Its
/// order is the order in which the space enumerates its architectures; it does not depend on any
/// notation.
public struct Architecture: Hashable, Comparable, Sendable {
  /// The numbers that the space's topology stores. Each topology documents their meaning.
  package let genes: [UInt8]

  package init(genes: [UInt8]) {
    self.genes = genes
  }

  /// Shorter gene strings come first, equally long ones in lexicographic order.
  ///
  /// - Complexity: O(number of genes)
  public static func < (left: Architecture, right: Architecture) -> Bool {
    if left.genes.count != right.genes.count { return left.genes.count < right.genes.count }
    return left.genes.lexicographicallyPrecedes(right.genes)
  }
}

/// The architectures of a space in its fixed order, made one at a time.
public struct ArchitectureSequence: Sequence, Sendable {
  let topology: any Topology

  /// - Complexity: O(1) for operators on edges; for operators on nodes the first call on a space
  ///   lists its unlabelled cells (about 2 ms for NAS-Bench-101).
  public func makeIterator() -> AnyIterator<Architecture> {
    topology.makeIterator()
  }

  /// The number of architectures where it can be counted, else 0.
  public var underestimatedCount: Int { topology.size.countable ?? 0 }
}
