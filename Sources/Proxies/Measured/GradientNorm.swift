import Networks

/// The norm of the gradient (Abdelfattah et al., "Zero-Cost Proxies for Lightweight NAS", ICLR
/// 2021): the sum, over convolutions and linear layers, of the Frobenius norm of dL/dW. Its closed
/// form is ``ClosedFormGradientNorm``.
public struct GradientNorm: MeasuredProxy {
  public static let name = "grad_norm"
  public static let summary =
    "sum over layers of the gradient's norm, measured (Abdelfattah et al., ICLR 2021)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// Not negative.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    try network.weightedLayers().reduce(0) { sum, layer in
      sum + layer.gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
  }
}
