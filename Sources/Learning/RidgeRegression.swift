import Foundation
import Tensors

/// Ridge regression. It is a Gaussian process with the kernel `a.b`, whose noise is the one of a
/// grid with the largest marginal likelihood of the targets (Rasmussen and Williams, 2006, section
/// 2.1).
package struct RidgeRegression: Sendable {
  /// The variances of the noise that are tried, when the covariances of inputs are 1 in the mean.
  private static let noises = (0..<10).map { pow(10, Double($0) / 2 - 3) }

  /// The slopes, [d], and the mean of the rows, where the line is 0.
  package let slopes: [Double]
  package let centre: [Double]
  /// The factor of the covariance of the rows with noise, and these rows, centred.
  private let factor: CholeskyFactor
  private let rows: [[Double]]
  private let scale: Double

  /// - Parameters:
  ///   - rows: [n][d]
  ///   - targets: [n], with mean 0 and variance 1, about
  package init(_ rows: [[Double]], targets: [Double]) {
    let (count, width) = (rows.count, rows[0].count)
    let centre = (0..<width).map { column in
      rows.reduce(0) { $0 + $1[column] } / Double(count)
    }
    let centred = rows.map { row in zip(row, centre).map { $0 - $1 } }
    let norms = centred.reduce(0) { $0 + RidgeRegression.product($1, $1) } / Double(count)
    // Rows that are all alike have no slopes.
    let scale = norms > 0 ? 1 / norms : 1
    let products = centred.map { first in
      centred.map { scale * RidgeRegression.product(first, $0) }
    }
    var best: (likelihood: Double, weights: [Double], factor: CholeskyFactor)?
    for noise in RidgeRegression.noises {
      var covariance = products.flatMap { $0 }
      for place in 0..<count { covariance[place * count + place] += noise }
      guard let factor = CholeskyFactor(covariance, order: count) else { continue }
      let weights = factor.solving(targets)
      // The scale of the targets is known.
      let likelihood = -(RidgeRegression.product(targets, weights) + factor.logDeterminant) / 2
      if let best, likelihood <= best.likelihood { continue }
      best = (likelihood, weights, factor)
    }
    guard let best else { preconditionFailure("a covariance with noise is positive definite") }
    slopes = (0..<width).map { column in
      scale * zip(centred, best.weights).reduce(0) { $0 + $1.0[column] * $1.1 }
    }
    (factor, self.rows, self.scale, self.centre) = (best.factor, centred, scale, centre)
  }

  private static func product(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for index in first.indices { sum += first[index] * second[index] }
    return sum
  }

  /// The line at a row.
  package func value(at row: [Double]) -> Double {
    zip(row, centre).enumerated().reduce(0) {
      $0 + slopes[$1.offset] * ($1.element.0 - $1.element.1)
    }
  }

  /// How far the line may be off at a row: a standard deviation, without the noise.
  package func deviation(at row: [Double]) -> Double {
    let row = zip(row, centre).map { $0 - $1 }
    let known = factor.halfSolving(
      rows.map { scale * RidgeRegression.product(row, $0) }, count: 1)
    let variance =
      scale * RidgeRegression.product(row, row) - RidgeRegression.product(known, known)
    return max(0, variance).squareRoot()
  }
}
