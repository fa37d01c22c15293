import Networks

/// The trained numbers of the whole network, ``NetworkCost/parameters``.
public struct ParameterCount: Proxy {
  public static let name = "params"
  public static let summary = "trained numbers"
  public static let kind = ProxyKind.cost(.count)

  public init(in context: ProxyContext) {}

  public func value(of subject: ProxySubject) -> Double { Double(subject.cost.parameters) }
}
