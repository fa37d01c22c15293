import Networks

/// The number of trained parameters of the whole network, ``NetworkCost/parameters``.
public struct ParameterCount: Proxy {
  public static let name = "params"
  public static let summary = "trained numbers"
  public static let kind = ProxyKind.cost(.count)

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// A whole number.
  public func value(of subject: ProxySubject) -> Double { Double(subject.cost.parameters) }
}
