import Networks

/// The norm of the gradient at initialisation (Abdelfattah et al., "Zero-Cost Proxies for
/// Lightweight NAS", ICLR 2021) in the limit of infinite width: the sum, over convolutions and
/// linear layers, of the Frobenius norm of dL/dW.
public struct ClosedFormGradientNorm: Proxy {
  public static let name = "grad_norm-closed"
  public static let summary =
    "sum over layers of the gradient's norm (Abdelfattah et al., ICLR 2021)"
  public static let kind = ProxyKind.closedForm

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// For a batch of 32 images. Not negative.
  ///
  /// - Throws: `NetworkError` for layers without a formula, such as attention.
  public func value(of subject: ProxySubject) throws(NetworkError) -> Double {
    try subject.weightMoments().reduce(0) { sum, layer in
      sum + (Double(layer.weights.count) * layer.weightGradient).squareRoot()
    }
  }
}
