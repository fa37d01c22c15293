import Spaces

extension CellDrawing {
  /// The kind of a node, or of the operator on an edge, as far as colours tell it.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case input
    case convolution
    /// Has weights, but is no convolution.
    case learnable
    case pooling
    /// Computes something without weights or pooling.
    case parameterFree = "without weights"
    case identity
    /// Passes nothing on.
    case zero = "no connection"
    /// The sum of the incoming edges.
    case featureMap = "feature map"
    /// Puts the incoming edges together otherwise than by a sum.
    case concatenation
    case output
    /// A proxy, or another number of an architecture, in a formula.
    case terminal
    /// A number in a formula.
    case constant
    /// A function in a formula.
    case function

    /// - Parameter attributes: of an operation
    public init(_ role: Operator.Role, _ attributes: OperatorAttributes) {
      switch role {
      case .input: self = .input
      case .output: self = .output
      case .identity: self = .identity
      case .zero: self = .zero
      case .projection: self = .convolution
      case .operation:
        if attributes.convolution > 0 {
          self = .convolution
        } else if attributes.pooling > 0 {
          self = .pooling
        } else {
          self = attributes.learnable > 0 ? .learnable : .parameterFree
        }
      }
    }

    /// The name in the legend.
    var name: String { rawValue }
  }
}
