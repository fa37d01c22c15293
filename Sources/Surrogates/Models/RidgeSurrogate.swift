import Foundation
import Learning
import Statistics
import Tensors

/// Ridge regression on the labels' normal scores. It is a Gaussian process with the kernel `a.b`,
/// whose noise is the one of a grid with the largest marginal likelihood of the labels (Rasmussen
/// and Williams, 2006, section 2.1).
public struct RidgeSurrogate: SurrogateModel {
  public static let name = "ridge"
  public static let summary = "a line with a penalty on its slopes"
  /// The variances of the noise that are tried, when the covariances of inputs are 1 in the mean.
  private static let noises = (0..<10).map { pow(10, Double($0) / 2 - 3) }

  /// The slopes, [d], and their value at the mean of the labelled rows.
  private let slopes: [Double]
  private let centre: [Double]
  /// The factor of the covariance of the labelled rows with noise, and these rows, centred.
  private let factor: CholeskyFactor
  private let rows: [[Double]]
  private let scale: Double

  public init(_ rows: [[Double]], accuracies: [Double], _ setting: SurrogateSetting) throws {
    try SurrogateModels.check(accuracies)
    let (count, width) = (rows.count, rows[0].count)
    let targets = try NormalScores.of(accuracies)
    let centre = (0..<width).map { column in
      rows.reduce(0) { $0 + $1[column] } / Double(count)
    }
    let centred = rows.map { row in zip(row, centre).map { $0 - $1 } }
    let norms = centred.reduce(0) { $0 + RidgeSurrogate.product($1, $1) } / Double(count)
    // Rows that are all alike have no slopes.
    let scale = norms > 0 ? 1 / norms : 1
    let products = centred.map { first in
      centred.map { scale * RidgeSurrogate.product(first, $0) }
    }
    var best: (likelihood: Double, weights: [Double], factor: CholeskyFactor)?
    for noise in RidgeSurrogate.noises {
      var covariance = products.flatMap { $0 }
      for place in 0..<count { covariance[place * count + place] += noise }
      guard let factor = CholeskyFactor(covariance, order: count) else { continue }
      let weights = factor.solving(targets)
      // The scale of the targets is known: they are normal scores.
      let likelihood = -(RidgeSurrogate.product(targets, weights) + factor.logDeterminant) / 2
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

  public func predictions(of rows: [[Double]], threads: Int) -> [SurrogatePrediction] {
    Parallel.map(rows.count, threads: threads) { place, _ in
      let row = zip(rows[place], centre).map { $0 - $1 }
      let known = factor.halfSolving(
        self.rows.map { scale * RidgeSurrogate.product(row, $0) }, count: 1)
      let variance =
        scale * RidgeSurrogate.product(row, row) - RidgeSurrogate.product(known, known)
      return SurrogatePrediction(
        mean: RidgeSurrogate.product(slopes, row), deviation: max(0, variance).squareRoot())
    }
  }
}
