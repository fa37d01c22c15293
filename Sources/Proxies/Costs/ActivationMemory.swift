import Networks

/// The memory of all activations for one image in single precision, in bytes. Training keeps them
/// for the backward pass.
public struct ActivationMemory: Proxy {
  public static let name = "memory"
  public static let summary = "what all layers put out for one image, 4 bytes a number"
  public static let kind = ProxyKind.cost(.bytes)

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// In bytes.
  public func value(of subject: ProxySubject) -> Double { Double(4 * subject.cost.activations) }
}
