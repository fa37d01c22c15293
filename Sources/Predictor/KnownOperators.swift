import Spaces

/// The operators that labels tell of, by which those are found that no label tells of.
///
/// A network that never saw an attribute vary gives it a random weight. Where a space has an
/// operator that is unlike all of these, what was learned with teachers scores the whole space.
package struct KnownOperators: Sendable {
  /// By what factor the cost of two operators of one kind may differ.
  private static let costFactor: Float = 2

  /// Each once, in the order of the sources, [K].
  let attributes: [OperatorAttributes]

  package init(_ attributes: [OperatorAttributes]) {
    self.attributes = attributes.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Whether labels tell of an operator of this kind: one that learns, looks at neighbours, pools
  /// and convolves as this one does, or does not, and costs between half and twice as much.
  package func tell(of other: OperatorAttributes) -> Bool {
    attributes.contains { known in
      KnownOperators.kind(of: known) == KnownOperators.kind(of: other)
        && known.cost <= other.cost * KnownOperators.costFactor
        && other.cost <= known.cost * KnownOperators.costFactor
    }
  }

  private static func kind(of operator: OperatorAttributes) -> [Bool] {
    [`operator`.learnable, `operator`.spatial, `operator`.pooling, `operator`.convolution].map {
      $0 >= 0.5
    }
  }
}
