import Networks

/// AZ-NAS's progressivity: by how much expressivity grows from a block to the next one, where it
/// grows least. See ``Expressivity``.
public struct Progressivity: MeasuredProxy {
  public static let name = "progressivity"
  public static let summary =
    "the least growth of expressivity from block to block, measured (Lee and Ham, CVPR 2024)"
  public static let kind = ProxyKind.measured(gradients: false)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// Of either sign. Minus infinity for a network without two blocks.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    let entropies = try network.blockEntropies()
    return zip(entropies.dropFirst(), entropies).map { $0 - $1 }.min() ?? -.infinity
  }
}
