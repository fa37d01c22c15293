import Networks
import Signals

/// What NASWOT measures by running a network (Mellor et al., "Neural Architecture Search without Training", ICML
/// 2021), in the limit of infinite width: `NetworkSignals.naswot`.
public struct ClosedFormNASWOT: Proxy {
  public static let name = "naswot"
  public static let summary =
    "how well the network tells images apart at initialisation (Mellor et al., ICML 2021)"
  public static let kind = ProxyKind.closedForm

  public init(in context: ProxyContext) {}

  public func value(of subject: ProxySubject) -> Double { subject.signals.naswot }
}
