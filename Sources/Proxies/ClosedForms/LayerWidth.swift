import Networks

/// The sum of -1 / sqrt(channels) over all activations, `Network.width`. It ranks networks that
/// differ in their widths only.
public struct LayerWidth: Proxy {
  public static let name = "width"
  public static let summary =
    "the sum of -1/sqrt(channels), for networks that differ in widths only"
  public static let kind = ProxyKind.closedForm

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// Higher is better.
  public func value(of subject: ProxySubject) -> Double { subject.network.width }
}
