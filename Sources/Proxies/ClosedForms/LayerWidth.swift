import Networks

/// The sum of -1 / sqrt(channels) over all activations, for networks that are alike but for their widths:
/// `Network.width`.
public struct LayerWidth: Proxy {
  public static let name = "width"
  public static let summary =
    "the sum of -1/sqrt(channels), for networks that differ in widths only"
  public static let kind = ProxyKind.closedForm

  public init(in context: ProxyContext) {}

  public func value(of subject: ProxySubject) -> Double { subject.network.width }
}
