import Foundation
import Tensors

/// Gaussian process regression (Rasmussen and Williams, 2006, chapter 2) around a known mean.
///
///     k(a, b) = exp(-|a - b|^2 / (2 l^2)) + w a.b
///     y(x)    = m(x) + k(x, X) (k(X, X) + s^2 I)^(-1) (y - m(X))
///
/// The length l, the weight w and the noise s^2 are the point of a small grid with the largest
/// marginal likelihood of the labels, or of an even selection of many labels; no labels are held
/// out for them.
///
/// With an offset the mean is known up to a constant, which has a normal prior of its own and is
/// estimated by generalised least squares.
package struct GaussianProcess: Sendable {
  /// The values of the grid.
  static let lengths = [1.0, 2, 4, 8]
  static let linearWeights = [0.01, 0.1]
  static let noises = [0.03, 0.1, 0.3, 1]
  /// The number of labels that decide on the grid: more take longer and choose no better.
  static let decidingLabels = 500
  /// The prior variance of the offset. Labels are normal scores, so that a few deviations are wide.
  static let offsetVariance = 10.0

  /// The covariance k of two inputs.
  package struct Kernel: Sendable {
    package let length: Double
    package let linearWeight: Double

    package init(length: Double, linearWeight: Double) {
      (self.length, self.linearWeight) = (length, linearWeight)
    }

    /// The covariance of the corrections at two inputs, each [d].
    package func covariance(_ first: [Double], _ second: [Double]) -> Double {
      covariance(
        square: GaussianProcess.squaredDistance(first, second),
        product: GaussianProcess.product(first, second))
    }

    func covariance(square: Double, product: Double) -> Double {
      exp(-square / (2 * length * length)) + linearWeight * product
    }
  }

  package let kernel: Kernel
  /// The variance of the noise of a label.
  package let noise: Double
  /// The constant that is added to the mean; 0 without an offset.
  package let offset: Double
  /// Which of the means it goes around.
  package let mean: Int
  /// The training inputs.
  private let inputs: PackedInputs
  /// (k(X, X) + s^2 I)^(-1) (y - m(X)), [n].
  package let weights: [Double]

  /// - Parameters:
  ///   - inputs: X, [n][d]
  ///   - residuals: y - m(X), [n]
  ///   - hasOffset: whether the mean is known up to a constant only
  /// - Complexity: O(n^2 d + n^3)
  package init(_ inputs: [[Double]], residuals: [Double], hasOffset: Bool = false) {
    self.init(inputs, residualsOfMeans: [residuals], hasOffset: hasOffset)
  }

  /// A process around the likeliest of several means.
  ///
  /// - Parameters:
  ///   - inputs: X, [n][d]
  ///   - residualsOfMeans: y - m(X) for each mean m, [means][n]
  ///   - logPriors: logarithms of how likely each mean is before labels are seen, up to a constant,
  ///     [means]; empty where all are as likely
  ///   - hasOffset: whether the mean is known up to a constant only
  /// - Complexity: O(n^2 d + n^3 + means n^2)
  package init(
    _ inputs: [[Double]], residualsOfMeans: [[Double]], logPriors: [Double] = [],
    hasOffset: Bool = false
  ) {
    precondition(
      residualsOfMeans.allSatisfy { $0.count == inputs.count }, "one residual for each input")
    let deciding = min(inputs.count, GaussianProcess.decidingLabels)
    let selection = (0..<deciding).map { $0 * inputs.count / deciding }
    let best = GaussianProcess.likeliest(
      Covariances(of: selection.map { inputs[$0] }),
      residualsOfMeans.map { residuals in selection.map { residuals[$0] } },
      logPriors, hasOffset)
    (kernel, noise) = best.parameters
    mean = best.mean
    self.inputs = PackedInputs(inputs)
    if deciding == inputs.count {
      (weights, offset) = best.solution
    } else {
      guard let factor = Covariances(of: inputs).factor(kernel, noise) else {
        preconditionFailure("a covariance with noise is positive definite")
      }
      (weights, offset) = GaussianProcess.solution(of: factor, residualsOfMeans[mean], hasOffset)
    }
  }

  private typealias Solution = (weights: [Double], offset: Double)

  /// The weights of the residuals around their offset.
  private static func solution(
    of factor: CholeskyFactor, _ residuals: [Double], _ hasOffset: Bool
  ) -> Solution {
    let weights = factor.solving(residuals)
    guard hasOffset else { return (weights, 0) }
    let ones = factor.solving([Double](repeating: 1, count: residuals.count))
    let offset = weights.reduce(0, +) / (ones.reduce(0, +) + 1 / offsetVariance)
    return (zip(weights, ones).map { $0 - offset * $1 }, offset)
  }

  private typealias Parameters = (kernel: Kernel, noise: Double)

  /// The point of the grid and the mean under which the labels are likeliest, with the weights
  /// there.
  private static func likeliest(
    _ covariances: Covariances, _ residualsOfMeans: [[Double]], _ logPriors: [Double],
    _ hasOffset: Bool
  ) -> (parameters: Parameters, mean: Int, solution: Solution) {
    var best: (likelihood: Double, parameters: Parameters, mean: Int, solution: Solution)?
    for length in lengths {
      for weight in linearWeights {
        let kernel = Kernel(length: length, linearWeight: weight)
        for noise in noises {
          guard let factor = covariances.factor(kernel, noise) else { continue }
          for (mean, residuals) in residualsOfMeans.enumerated() {
            let solution = solution(of: factor, residuals, hasOffset)
            let left = hasOffset ? residuals.map { $0 - solution.offset } : residuals
            let prior = logPriors.isEmpty ? 0 : logPriors[mean]
            let likelihood =
              -(product(left, solution.weights) + factor.logDeterminant) / 2 + prior
            if let best, likelihood <= best.likelihood { continue }
            best = (likelihood, (kernel, noise), mean, solution)
          }
        }
      }
    }
    guard let best else { preconditionFailure("a covariance with noise is positive definite") }
    return (best.parameters, best.mean, best.solution)
  }

  /// The parts from which covariances of some inputs are computed.
  private struct Covariances {
    private let count: Int
    /// |a - b|^2 and a.b of each pair, [n, n].
    private var squares: [Double] = []
    private var products: [Double] = []

    init(of inputs: [[Double]]) {
      count = inputs.count
      squares.reserveCapacity(count * count)
      products.reserveCapacity(count * count)
      let packed = PackedInputs(inputs)
      for input in inputs {
        packed.forEach(with: input) {
          squares.append($0)
          products.append($1)
        }
      }
    }

    /// The factor of k(X, X) + s^2 I; nil when rounding made it indefinite.
    func factor(_ kernel: Kernel, _ noise: Double) -> CholeskyFactor? {
      var covariance = squares.indices.map {
        kernel.covariance(square: squares[$0], product: products[$0])
      }
      for index in 0..<count { covariance[index * count + index] += noise }
      return CholeskyFactor(covariance, order: count)
    }
  }

  /// The correction that is added to the mean at an input, [d].
  ///
  /// - Complexity: O(n d)
  package func correction(at input: [Double]) -> Double {
    var sum = 0.0
    for (covariance, weight) in zip(inputs.covariances(with: input, kernel), weights) {
      sum += weight * covariance
    }
    return sum + offset
  }

  fileprivate static func squaredDistance(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for index in first.indices {
      let difference = first[index] - second[index]
      sum += difference * difference
    }
    return sum
  }

  fileprivate static func product(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for index in first.indices { sum += first[index] * second[index] }
    return sum
  }
}
