import Networks

/// The number of activations of all layers for one image, ``NetworkCost/activations``.
public struct ActivationCount: Proxy {
  public static let name = "activations"
  public static let summary = "numbers that all layers put out for one image"
  public static let kind = ProxyKind.cost(.count)

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// A whole number.
  public func value(of subject: ProxySubject) -> Double { Double(subject.cost.activations) }
}
