import Signals
import Tensors

/// The inputs of a network that describe the operators of a space.
package struct OperatorInputs: Sendable {
  /// One row for each operator, [O, F].
  package var features: Matrix
  /// How signals propagate through cells of these operators; nil when the network does not read
  /// signals.
  package var propagation: SignalPropagation?

  package init(features: Matrix, propagation: SignalPropagation? = nil) {
    self.features = features
    self.propagation = propagation
  }
}
