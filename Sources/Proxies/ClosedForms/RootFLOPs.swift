import Networks

/// The sum over the layers of the roots of their multiply-accumulates, `Network.rootSize`.
public struct RootFLOPs: Proxy {
  public static let name = "root_flops"
  public static let summary = "the sum over layers of the roots of their multiply-accumulates"
  public static let kind = ProxyKind.closedForm
  /// The tables of chains on which the power of the multiply-accumulates was found.
  public static let labelsSeen = [
    "accel-nasbench", "naap440", "nasbench-macro", "transnasbench101-macro",
  ]

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// Higher is better.
  public func value(of subject: ProxySubject) -> Double { subject.network.rootSize }
}
