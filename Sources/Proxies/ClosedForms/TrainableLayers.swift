import Networks

/// The number of layers that have parameters: convolutions, linear layers, norms, embeddings,
/// tokens. VKDNW (Tybl and Neumann, CVPR 2025) shows that such a count alone ranks cells well: it
/// is what a proxy has to beat.
public struct TrainableLayers: Proxy {
  public static let name = "layers"
  public static let summary = "layers with parameters, the baseline of VKDNW (CVPR 2025)"
  public static let kind = ProxyKind.closedForm

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// A whole number.
  public func value(of subject: ProxySubject) -> Double {
    let network = subject.network
    return Double(network.layers.count { $0.parameters(in: network) > 0 })
  }
}
