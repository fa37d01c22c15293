import Networks

/// AZ-NAS's expressivity: how many directions the feature maps of blocks spread over, on standard
/// normal images, with Kaiming's weights. The entropies of ``BlockFeatures``, summed.
public struct Expressivity: MeasuredProxy {
  public static let name = "expressivity"
  public static let summary =
    "entropies of principal components of blocks' maps, measured (Lee and Ham, CVPR 2024)"
  public static let kind = ProxyKind.measured(gradients: false)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// 0 or more. Minus infinity where a map is constant.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    try network.blockEntropies().reduce(0, +)
  }
}
