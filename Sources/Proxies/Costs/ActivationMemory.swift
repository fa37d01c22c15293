import Networks

/// The memory for what all layers put out for one image, in single precision: what training has to remember.
public struct ActivationMemory: Proxy {
  public static let name = "memory"
  public static let summary = "what all layers put out for one image, 4 bytes a number"
  public static let kind = ProxyKind.cost(.bytes)

  public init(in context: ProxyContext) {}

  public func value(of subject: ProxySubject) -> Double { Double(4 * subject.cost.activations) }
}
