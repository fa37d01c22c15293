/// What a search is told of a candidate.
public struct Evaluation: Hashable, Sendable {
  /// The predictor's score: higher is better, minus infinity for what computes nothing, never NaN.
  public let score: Double
  /// What is to be improved, each number turned so that higher is better; the score alone in searches
  /// for one thing.
  public let objectives: [Double]
  /// How far off the constraints are, as a share of each bound and summed over them; 0 when all hold.
  public let violation: Double

  /// - Parameter objectives: by default the score alone
  public init(score: Double, objectives: [Double]? = nil, violation: Double = 0) {
    precondition(violation >= 0, "a violation is 0 or positive")
    self.score = score
    self.objectives = objectives ?? [score]
    self.violation = violation
  }

  /// Whether all constraints hold.
  public var isFeasible: Bool { violation == 0 }

  /// The order that searches for one thing follow: what meets all constraints before what does not,
  /// then the smaller violation, then the higher score (Deb, CMAME 2000). Neither of two that are equal
  /// in both is better. That is a strict weak order.
  public func isBetter(than other: Evaluation) -> Bool {
    if violation != other.violation { return violation < other.violation }
    return score > other.score
  }
}
