import Networks

/// Plain (Abdelfattah et al., "Zero-Cost Proxies for Lightweight NAS", ICLR 2021): the signed sum,
/// over the weights of convolutions and linear layers, of w dL/dw.
public struct Plain: MeasuredProxy {
  public static let name = "plain"
  public static let summary =
    "sum of weight x gradient, signed, measured (Abdelfattah et al., ICLR 2021)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// Of either sign.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    try network.weightedLayers().reduce(0) { sum, layer in
      zip(layer.weights, layer.gradient).reduce(sum) { $0 + Double($1.0) * Double($1.1) }
    }
  }
}
