import Networks

/// The number of layers with weights on the longest path through the whole network,
/// ``NetworkCost/depth``.
public struct LayerDepth: Proxy {
  public static let name = "depth"
  public static let summary = "layers with weights on the longest way"
  public static let kind = ProxyKind.cost(.number)

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// A whole number.
  public func value(of subject: ProxySubject) -> Double { Double(subject.cost.depth) }
}
