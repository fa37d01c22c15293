import Foundation
import Networks

/// EPE-NAS (Lopes, Alirezazadeh and Alexandre, ICANN 2021), as NASLib computes it. The gradients of
/// the sum of all outputs by the images of one class have a correlation matrix. The class's value
/// is the sum of log(abs(c) + k) over its entries, with k = 1e-5. Up to 100 classes the proxy is
/// the sum of the absolute class values. With more, a class's value is divided by its entries, and
/// the proxy is the sum of abs(a - b) over pairs of classes, divided by their number.
public struct EPENAS: MeasuredProxy {
  public static let name = "epe_nas"
  public static let summary =
    "how alike input gradients of one class are, measured (Lopes et al., ICANN 2021)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  private static let small = 1e-5

  /// Not negative. Minus infinity where an image's gradient is constant.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    let (rows, labels) = (try network.imageGradients(), try network.batch().labels)
    let isMany = network.network.output.shape.channels > 100
    let values = Set(labels).sorted().map { label in
      let members = labels.indices.filter { labels[$0] == label }.map { rows[$0] }
      let correlations = MeasuredNetwork.correlations(of: members)
      let sum = correlations.reduce(0) { $0 + log(abs($1) + small) }
      return isMany ? sum / Double(correlations.count) : sum
    }
    guard isMany else { return values.reduce(0) { $0 + abs($1) } }
    var total = 0.0
    for (place, first) in values.enumerated() {
      for second in values[(place + 1)...] { total += abs(first - second) }
    }
    return total / Double(values.count)
  }
}
