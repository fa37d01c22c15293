/// The score, the objectives and the constraint violation of a candidate.
public struct Evaluation: Hashable, Sendable {
  /// Higher is better. Minus infinity for an architecture that computes nothing, never NaN.
  public let score: Double
  /// One value for each objective, in its own unit and with its own sign, as result tables show it.
  /// In a search with one objective this is that objective alone.
  public let values: [Double]
  /// ``values``, each turned so that higher is better.
  public let objectives: [Double]
  /// By how much the constraints are exceeded, as shares of their bounds, summed. 0 when all
  /// constraints hold.
  public let violation: Double

  /// - Parameters:
  ///   - values: one for each objective, in its own unit
  ///   - directions: of the objectives, in the same order; a sign is turned here and nowhere else
  ///   - violation: 0 or positive
  public init(
    score: Double, values: [Double], _ directions: [ObjectiveDirection], violation: Double = 0
  ) {
    precondition(violation >= 0, "a violation is 0 or positive")
    precondition(values.count == directions.count, "one value for each objective")
    self.score = score
    self.values = values
    objectives = zip(directions, values).map { $0.turned($1) }
    self.violation = violation
  }

  /// The evaluation in a search for the best score.
  public init(score: Double, violation: Double = 0) {
    self.init(score: score, values: [score], [.higherIsBetter], violation: violation)
  }

  /// Whether all constraints hold.
  public var isFeasible: Bool { violation == 0 }

  /// Whether the candidate can be on a Pareto front. All constraints must hold, and every objective
  /// must be finite.
  public var isComparable: Bool { isFeasible && objectives.allSatisfy(\.isFinite) }

  /// The order that searches with one objective follow (Deb, CMAME 2000). Feasible candidates come
  /// before infeasible ones, then the smaller violation, then the higher score. Of two candidates
  /// that are equal in violation and score neither is better. This is a strict weak order.
  public func isBetter(than other: Evaluation) -> Bool {
    if violation != other.violation { return violation < other.violation }
    return score > other.score
  }
}

/// Whether higher or lower values of an objective are better.
public enum ObjectiveDirection: Hashable, Sendable {
  case higherIsBetter
  case lowerIsBetter

  /// The value turned so that higher is better. Turning twice gives the value back.
  public func turned(_ value: Double) -> Double { self == .higherIsBetter ? value : -value }

  /// The worst value: an infinity.
  public var worst: Double { turned(-.infinity) }
}
