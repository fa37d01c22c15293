import Foundation

/// What random layers do to signals in the limit of infinite width.
public enum InfiniteWidth {
  /// The correlation that two samples of data are taken to have where they enter.
  public static let inputCorrelation = 0.9
  /// k(0) of the arc-cosine kernel.
  public static let uncorrelatedKernel = 1 / Double.pi
  /// What a 3x3 average keeps of the variance when neighbours correlate 0.6.
  public static let keptByAverage = (1 + 8 * 0.6) / 9

  /// The correlation of two samples after a ReLU, centred as a batch norm behind it does:
  /// f(c) = (k(c) - 1/pi) / (1 - 1/pi) with k(c) = (sqrt(1 - c^2) + (pi - arccos c) c) / pi (Cho and
  /// Saul, NIPS 2009).
  public static func correlation(afterReLU correlation: Double) -> Double {
    let c = min(1, max(-1, correlation))
    let kernel = ((1 - c * c).squareRoot() + (.pi - acos(c)) * c) / .pi
    return (kernel - uncorrelatedKernel) / (1 - uncorrelatedKernel)
  }

  /// What `smoothings` 3x3 average poolings keep of a component's variance: keptByAverage^(n^0.8).
  public static func keep(_ smoothings: Double) -> Double {
    let halves = 2 * smoothings
    if halves < Double(keptByHalves.count), halves == halves.rounded() {
      return keptByHalves[Int(halves)]
    }
    return pow(keptByAverage, pow(smoothings, 0.8))
  }

  /// ``keep(_:)`` at 0, 1/2, 1, 3/2 ..., which is where nearly all calls are.
  private static let keptByHalves = (0..<64).map { pow(keptByAverage, pow(Double($0) / 2, 0.8)) }
}
