import Foundation
import Signals

/// How alike two samples still are in the last feature map, as a logarithm: `NetworkSignals`'
/// correlation of the two, at least 1e-9. Many layers drive it towards 0, which makes a network
/// chaotic and its gradients explode (Yang et al., "A Mean Field Theory of Batch Normalization",
/// ICLR 2019).
public struct LastCorrelation: Proxy {
  public static let name = "correlation"
  public static let summary = "log correlation of two samples in the last feature map"
  public static let kind = ProxyKind.closedForm
  /// Keeps the logarithm finite.
  static let smallest = 1e-9

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// 0 or less; higher is less chaotic.
  public func value(of subject: ProxySubject) -> Double {
    log(max(LastCorrelation.smallest, subject.signals.correlation))
  }
}
