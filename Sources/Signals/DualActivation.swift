import Foundation

/// What an activation makes of the correlation of two samples in the limit of infinite width, for
/// activations whose arc-cosine-like kernel has no closed form.
///
/// For standard normal u and v of correlation c, E[a(u) a(v)] = sum over n of a_n² c^n, where a_n is the n-th
/// coefficient of the activation in normalised Hermite polynomials (Daniely, Frostig and Singer, NIPS 2016).
/// Centred and normalised, as ``InfiniteWidth/correlation(afterReLU:)`` is, that is
///
///     f(c) = (sum from n = 1 of a_n² c^n) / (sum from n = 1 of a_n²)
///
/// The coefficients are integrals, taken numerically; the series is cut after ``terms`` terms. What comes in
/// is taken to have variance 1, as it has behind a norm.
public struct DualActivation: Sendable {
  static let terms = 64

  public static let swish = DualActivation { $0 / (1 + exp(-$0)) }
  public static let hardSwish = DualActivation { $0 * min(6, max(0, $0 + 3)) / 6 }
  public static let gelu = DualActivation { $0 * (1 + erf($0 / 2.0.squareRoot())) / 2 }

  /// a_n² from n = 1, of sum 1.
  private let weights: [Double]
  /// The variance that is left of a variance of 1.
  public let variance: Double

  init(_ activation: (Double) -> Double) {
    let (range, steps) = (12.0, 12_000)
    let step = 2 * range / Double(steps)
    var coefficients = [Double](repeating: 0, count: DualActivation.terms + 1)
    for index in 0...steps {
      let x = Double(index) * step - range
      let weight = activation(x) * exp(-x * x / 2) / (2 * Double.pi).squareRoot() * step
      // h_(n+1) = (x h_n - sqrt(n) h_(n-1)) / sqrt(n + 1)
      var (previous, current) = (0.0, 1.0)
      for order in 0...DualActivation.terms {
        coefficients[order] += weight * current
        let next =
          (x * current - Double(order).squareRoot() * previous) / Double(order + 1).squareRoot()
        (previous, current) = (current, next)
      }
    }
    let squares = coefficients.dropFirst().map { $0 * $0 }
    let sum = squares.reduce(0, +)
    variance = sum
    weights = squares.map { $0 / sum }
  }

  /// f(c); 1 where c is 1.
  public func correlation(after correlation: Double) -> Double {
    let c = min(1, max(-1, correlation))
    return weights.reversed().reduce(0) { ($0 + $1) * c }
  }
}
