import Foundation
import Networks
import Signals

/// The Zen score (Lin et al., "Zen-NAS", ICCV 2021) in the limit of infinite width: the logarithm
/// of how far a small change of a noise image moves the last feature map, plus the logarithms of
/// the deviations that batch norms divide by. All weights are standard normal.
///
/// The change has the size 0.01. A batch norm's running variance, after the original's two passes
/// of momentum 0.1, is 0.81 + 0.19 v, where v is the variance that arrives.
public struct ClosedFormZen: Proxy {
  public static let name = "zen-closed"
  public static let summary =
    "log of how far a small change moves the last feature map (Lin et al., ICCV 2021)"
  public static let kind = ProxyKind.closedForm
  private static let change = 0.01

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// A natural logarithm. Minus infinity where the input does not reach the last feature map.
  ///
  /// - Throws: `NetworkError` for layers without a formula, such as attention, and for networks
  ///   whose outputs grow beyond double precision.
  public func value(of subject: ProxySubject) throws(NetworkError) -> Double {
    let network = subject.network
    let change = ClosedFormZen.change
    let moments = try NetworkMoments(
      of: network, initialisedBy: .standardNormal,
      correlation: 1 / (1 + change * change).squareRoot(), reusing: subject.signalMemory)
    var score = 0.0
    var last = network.layers.count - 1
    for layer in network.layers {
      if layer.kind == .batchNorm {
        score += log(0.81 + 0.19 * moments.variances[layer.input]) / 2
      }
      if layer.kind == .globalAveragePooling { last = layer.input }
    }
    // Of a normal difference the mean absolute value.
    let square = 2 * (moments.variances[last] - moments.covariances[last])
    return score + log(Double(network.layers[last].shape.elements))
      + log(2 / Double.pi * max(0, square)) / 2
  }
}
