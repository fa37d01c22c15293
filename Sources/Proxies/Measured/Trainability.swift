import Networks

/// AZ-NAS's trainability: how well blocks keep the size of gradients on their way back, the mean of
/// ``BlockFeatures/gradientKeeping(using:)``.
public struct Trainability: MeasuredProxy {
  public static let name = "trainability"
  public static let summary =
    "how well blocks keep the size of gradients, measured (Lee and Ham, CVPR 2024)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// At most 0. Minus infinity where a block passes gradients on as they are.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    var random = network.source.stream(8)
    let blocks = try network.blockFeatures().gradientKeeping(using: &random)
    guard !blocks.isEmpty else { return -.infinity }
    return blocks.reduce(0, +) / Double(blocks.count)
  }
}
