import Networks

/// SNIP (Lee, Ajanthan and Torr, ICLR 2019): the sum, over the weights of convolutions and linear
/// layers, of abs(w dL/dw). Its closed form is ``ClosedFormSNIP``.
public struct SNIP: MeasuredProxy {
  public static let name = "snip"
  public static let summary = "sum of abs(weight x gradient), measured (Lee et al., ICLR 2019)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// Not negative.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    try network.weightedLayers().reduce(0) { sum, layer in
      zip(layer.weights, layer.gradient).reduce(sum) { $0 + abs(Double($1.0) * Double($1.1)) }
    }
  }
}
