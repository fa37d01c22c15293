import Foundation

/// The correlation of two samples after an activation, as a function f(c) of their correlation c
/// before it, in the limit of infinite width.
///
/// For standard normal u and v of correlation c, E[a(u) a(v)] = sum over n of a_n² c^n, where a_n
/// is the n-th coefficient of the activation in normalised Hermite polynomials (Daniely, Frostig
/// and Singer, NIPS 2016). Centred, as a batch norm behind the activation does it, and normalised:
///
///     f(c) = (sum from n = 1 of a_n² c^n) / (sum from n = 1 of a_n²)
///
/// For ReLU that sum has a closed form, the arc-cosine kernel k (Cho and Saul, NIPS 2009):
///
///     f(c) = (k(c) - 1/pi) / (1 - 1/pi),    k(c) = (sqrt(1 - c^2) + (pi - arccos c) c) / pi
///
/// For the others the coefficients are integrals, taken numerically, and the series is cut after
/// ``terms`` terms. The input is taken to have variance 1, as it has behind a norm.
public struct DualActivation: Sendable {
  enum Form: Sendable {
    case identity
    case arcCosine
    /// a_n² from n = 1, of sum 1.
    case series([Double])
  }

  static let terms = 64
  /// k(0) of the arc-cosine kernel.
  static let uncorrelatedKernel = 1 / Double.pi

  public static let relu = DualActivation(.arcCosine, variance: (1 - uncorrelatedKernel) / 2)
  public static let swish = DualActivation { $0 / (1 + exp(-$0)) }
  public static let hardSwish = DualActivation { $0 * min(6, max(0, $0 + 3)) / 6 }
  public static let gelu = DualActivation { $0 * (1 + erf($0 / 2.0.squareRoot())) / 2 }

  /// Sigmoids and hard sigmoids in their middle, where their slope is about 1/4.
  static let gate = DualActivation(.identity, variance: 1.0 / 16)

  let form: Form
  /// The variance that is left of a variance of 1.
  public let variance: Double

  private init(_ form: Form, variance: Double) {
    (self.form, self.variance) = (form, variance)
  }

  private init(_ activation: (Double) -> Double) {
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
    self.init(.series(squares.map { $0 / sum }), variance: sum)
  }

  /// f(c); 1 where c is 1.
  public func correlation(after correlation: Double) -> Double {
    let c = min(1, max(-1, correlation))
    switch form {
    case .identity: return c
    case .arcCosine: return DualActivation.arcCosine(c)
    case .series(let weights): return weights.reversed().reduce(0) { ($0 + $1) * c }
    }
  }

  /// f(c) of ReLU, for c from -1 to 1.
  static func arcCosine(_ c: Double) -> Double {
    let kernel = ((1 - c * c).squareRoot() + (.pi - acos(c)) * c) / .pi
    return (kernel - uncorrelatedKernel) / (1 - uncorrelatedKernel)
  }
}
