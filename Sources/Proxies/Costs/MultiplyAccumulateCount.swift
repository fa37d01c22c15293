import Networks

/// The multiply-accumulates of the whole network for one image,
/// ``NetworkCost/multiplyAccumulates``.
public struct MultiplyAccumulateCount: Proxy {
  public static let name = "flops"
  public static let summary = "multiply-accumulates for one image"
  public static let kind = ProxyKind.cost(.count)

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// A whole number.
  public func value(of subject: ProxySubject) -> Double { Double(subject.cost.multiplyAccumulates) }
}
