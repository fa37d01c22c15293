import Networks

/// The numbers that all layers put out for one image, ``NetworkCost/activations``.
public struct ActivationCount: Proxy {
  public static let name = "activations"
  public static let summary = "numbers that all layers put out for one image"
  public static let kind = ProxyKind.cost(.count)

  public init(in context: ProxyContext) {}

  public func value(of subject: ProxySubject) -> Double { Double(subject.cost.activations) }
}
