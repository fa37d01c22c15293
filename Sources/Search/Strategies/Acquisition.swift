import Foundation
import Randomness
import Surrogates

/// An acquisition function: how much an architecture is worth evaluating, by what a surrogate
/// predicts of it.
enum Acquisition: String, CaseIterable, Sendable {
  /// A draw from the prediction, independent of those of other architectures (BANANAS).
  case thompson
  /// How much better than the best it is expected to be (Mockus, 1978).
  case expectedImprovement = "expected-improvement"
  /// Two deviations above the expectation (Srinivas et al., ICML 2010).
  case upperBound = "upper-bound"
  /// The expectation itself.
  case mean

  /// - Parameter best: the largest expectation among what was evaluated
  func value(
    of prediction: SurrogatePrediction, best: Double, using random: inout SplitMix64
  ) -> Double {
    let (mean, deviation) = (prediction.mean, prediction.deviation)
    switch self {
    case .thompson: return mean + deviation * random.normal()
    case .upperBound: return mean + 2 * deviation
    case .mean: return mean
    case .expectedImprovement:
      guard deviation > 0 else { return max(0, mean - best) }
      let distance = (mean - best) / deviation
      let density = exp(-distance * distance / 2) / (2 * Double.pi).squareRoot()
      return deviation * (distance * erfc(-distance / 2.0.squareRoot()) / 2 + density)
    }
  }
}
