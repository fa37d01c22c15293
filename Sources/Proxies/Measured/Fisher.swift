import Networks

/// Fisher (Turner et al., "BlockSwap", ICLR 2020), as zero-cost-nas sums it up: a channel's value
/// is half the mean, over images, of the squared sum over places of output times gradient, and
/// counts once for each weight of the channel. Its closed form is ``ClosedFormFisher``.
public struct Fisher: MeasuredProxy {
  public static let name = "fisher"
  public static let summary =
    "squared products of outputs and their gradients, measured (Turner et al., ICLR 2020)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// Not negative.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    try network.weightedLayers().reduce(0) { $0 + $1.fisher }
  }
}
