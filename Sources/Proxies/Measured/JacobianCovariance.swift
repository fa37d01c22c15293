import Foundation
import Networks
import Tensors

/// Jacov (Mellor et al., "Neural Architecture Search without Training", first version, 2020). The
/// gradients of the sum of all outputs by each image have a correlation matrix with eigenvalues v.
/// The value is minus the sum of log(v + k) + 1 / (v + k), with k = 1e-5.
public struct JacobianCovariance: MeasuredProxy {
  public static let name = "jacov"
  public static let summary =
    "how unlike images' input gradients are, measured (Mellor et al., 2020)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  private static let small = 1e-5

  /// Negative. Minus infinity where an image's gradient is constant.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    let rows = try network.imageGradients()
    let correlations = MeasuredNetwork.correlations(of: rows)
    guard let values = SymmetricEigenvalues.of(correlations, order: rows.count) else {
      return -.infinity
    }
    return -values.reduce(0) { $0 + log($1 + small) + 1 / ($1 + small) }
  }
}
