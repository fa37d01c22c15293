import Networks

/// The receptive field of a position of the last feature map, in pixels in one direction,
/// ``NetworkCost/receptiveField``.
public struct ReceptiveField: Proxy {
  public static let name = "receptive_field"
  public static let summary =
    "pixels, in one direction, that can change one position of the last feature map"
  public static let kind = ProxyKind.cost(.number)

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// In pixels.
  public func value(of subject: ProxySubject) -> Double { Double(subject.cost.receptiveField) }
}
