import Networks

/// The pixels that one position of the last feature map sees, ``NetworkCost/receptiveField``.
public struct ReceptiveField: Proxy {
  public static let name = "receptive_field"
  public static let summary =
    "pixels, in one direction, that can change one position of the last feature map"
  public static let kind = ProxyKind.cost(.number)

  public init(in context: ProxyContext) {}

  public func value(of subject: ProxySubject) -> Double { Double(subject.cost.receptiveField) }
}
