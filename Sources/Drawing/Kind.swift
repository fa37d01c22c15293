import Spaces

extension CellDrawing {
  /// What a node or the operator on an edge does, as far as drawings tell by colour.
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
    /// The sum of what arrives.
    case featureMap = "feature map"
    /// Puts together what arrives in another way than by a sum.
    case concatenation
    case output

    /// - Parameter attributes: what an operation does
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

    /// What the legend calls it.
    var name: String { rawValue }
  }
}
