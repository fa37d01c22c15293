import Networks
import Signals

/// NASWOT (Mellor et al., "Neural Architecture Search without Training", ICML 2021) in the limit of
/// infinite width, `NetworkSignals.naswot`. The original measures it by running a network; this one
/// runs nothing.
public struct ClosedFormNASWOT: Proxy {
  public static let name = "naswot"
  public static let summary =
    "how well the network tells images apart at initialisation (Mellor et al., ICML 2021)"
  public static let kind = ProxyKind.closedForm

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// Higher is better.
  public func value(of subject: ProxySubject) -> Double { subject.signals.naswot }
}
