import Foundation
import Networks

/// ZiCo (Li et al., "ZiCo: Zero-shot NAS via Inverse Coefficient of Variation on Gradients", ICLR
/// 2023). Each weight of a convolution or linear layer has a gradient for each of several batches,
/// with the mean absolute value m and the standard deviation s. The value is the sum, over layers,
/// of the logarithm of the sum of m / s over the weights whose gradient varies.
///
/// There are four batches of as many images as the measurement has. With two, as some re-runs have
/// it, s is half the difference of two numbers, and m / s has no mean.
public struct ZiCo: MeasuredProxy {
  public static let name = "zico"
  public static let summary =
    "how little gradients vary between batches, measured (Li et al., ICLR 2023)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  private static let batches = 4

  /// A sum of natural logarithms. Layers whose gradients do not vary are left out.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    var gradients: [[[Float]]] = []
    for number in 0..<batches { gradients.append(try network.weightGradients(ofBatch: number)) }
    let count = Double(batches)
    var score = 0.0
    for layer in gradients[0].indices {
      var sum = 0.0
      for place in gradients[0][layer].indices {
        var (mean, absolute, squares) = (0.0, 0.0, 0.0)
        for batch in gradients {
          let value = Double(batch[layer][place])
          mean += value / count
          absolute += abs(value) / count
        }
        for batch in gradients {
          let difference = Double(batch[layer][place]) - mean
          squares += difference * difference / count
        }
        if squares > 0 { sum += absolute / squares.squareRoot() }
      }
      if sum > 0 { score += log(sum) }
    }
    return score
  }
}
