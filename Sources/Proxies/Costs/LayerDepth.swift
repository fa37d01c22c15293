import Networks

/// The layers with weights on the longest way through the whole network, ``NetworkCost/depth``.
public struct LayerDepth: Proxy {
  public static let name = "depth"
  public static let summary = "layers with weights on the longest way"
  public static let kind = ProxyKind.cost(.number)

  public init(in context: ProxyContext) {}

  public func value(of subject: ProxySubject) -> Double { Double(subject.cost.depth) }
}
