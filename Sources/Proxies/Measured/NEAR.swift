import Foundation
import Networks
import Randomness
import Tensors

/// NEAR (Husistein, Reiher and Eckhoff, "NEAR: A Training-Free Pre-Estimator of Machine Learning
/// Model Performance", ICLR 2025): the sum of the effective ranks of what layers with weights and
/// activations put out. Rows are places of all images, columns channels, and as many rows are
/// drawn as there are columns. The effective rank is the exponential of the entropy of the
/// singular values, normalised to the sum 1 (Roy and Vetterli, 2007).
public struct NEAR: MeasuredProxy {
  public static let name = "near"
  public static let summary =
    "effective ranks of layers' outputs, measured (Husistein et al., ICLR 2025)"
  public static let kind = ProxyKind.measured(gradients: false)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  public static func outputs(readFrom network: Network) -> Set<Int> {
    MeasuredNetwork.units(of: network).union(
      network.layers.indices.filter { network.weights(of: network.layers[$0]) != nil })
  }

  /// 0 or more.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    let pass = try network.pass()
    var random = network.source.stream(5)
    var sum = 0.0
    for (index, layer) in network.network.layers.enumerated() {
      let hasWeights = network.network.weights(of: layer) != nil
      guard hasWeights || MeasuredNetwork.hasUnits(layer) else { continue }
      let (channels, places) = (layer.shape.channels, layer.shape.height * layer.shape.width)
      let outputs = pass.output(of: index)
      let rows = random.sample(channels, below: pass.images * places).map { row in
        let start = row / places * channels * places + row % places
        return (0..<channels).map { Double(outputs[start + $0 * places]) }
      }
      sum += effectiveRank(of: rows)
    }
    return sum
  }

  /// Of a matrix with no more rows than columns. 0 for one of zeros.
  static func effectiveRank(of rows: [[Double]]) -> Double {
    let products = rows.flatMap { row in
      rows.map { other in zip(row, other).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    guard let squares = SymmetricEigenvalues.of(products, order: rows.count) else { return 0 }
    let values = squares.map { max(0, $0).squareRoot() }
    let total = values.reduce(0, +)
    guard total > 0 else { return 0 }
    let entropy = values.reduce(0) { sum, value in
      value > 0 ? sum - value / total * log(value / total) : sum
    }
    return exp(entropy)
  }
}
