/// What a search is told of a candidate.
public struct Evaluation: Hashable, Sendable {
  /// Higher is better, minus infinity for what computes nothing, never NaN.
  public let score: Double
  /// One number for each objective, as it is counted and as columns have it; the score alone in searches for
  /// one thing.
  public let values: [Double]
  /// The same, each turned so that higher is better.
  public let objectives: [Double]
  /// How far off the constraints are, as a share of each bound and summed over them; 0 when all hold.
  public let violation: Double

  /// - Parameters:
  ///   - values: one for each objective
  ///   - directions: of the objectives; the only place where a sign is turned
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

  /// Of a search for the best score.
  public init(score: Double, violation: Double = 0) {
    self.init(score: score, values: [score], [.higherIsBetter], violation: violation)
  }

  /// Whether all constraints hold.
  public var isFeasible: Bool { violation == 0 }

  /// Whether it can be on a Pareto front: all constraints hold, and every objective has a number.
  public var isComparable: Bool { isFeasible && objectives.allSatisfy(\.isFinite) }

  /// The order that searches for one thing follow: what meets all constraints before what does not,
  /// then the smaller violation, then the higher score (Deb, CMAME 2000). Neither of two that are equal
  /// in both is better. That is a strict weak order.
  public func isBetter(than other: Evaluation) -> Bool {
    if violation != other.violation { return violation < other.violation }
    return score > other.score
  }
}

/// Which way an objective gets better.
public enum ObjectiveDirection: Hashable, Sendable {
  case higherIsBetter
  case lowerIsBetter

  /// A value turned so that higher is better; turned again it is the value.
  public func turned(_ value: Double) -> Double { self == .higherIsBetter ? value : -value }

  /// What nothing is worse than.
  public var worst: Double { turned(-.infinity) }
}
