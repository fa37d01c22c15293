import Spaces
import Wording

/// The objectives and constraints of a search.
public struct SearchGoals: Sendable {
  /// An upper bound on an objective.
  public struct Constraint: Sendable {
    /// The bounded objective; lower is better.
    public let objective: any Objective
    /// The greatest allowed value in the unit of the objective's quantity, above 0.
    public let bound: Double
    /// The constraint as the user wrote it: the setting with its value.
    public let text: Sentence

    /// - Precondition: lower is better for the objective, and the bound is above 0.
    public init(_ objective: any Objective, atMost bound: Double, text: Sentence) {
      precondition(
        type(of: objective).direction == .lowerIsBetter && bound > 0, "\(text) bounds nothing")
      (self.objective, self.bound, self.text) = (objective, bound, text)
    }

    /// By how much a value exceeds the bound, as a share of the bound. 0 when the constraint holds.
    func violation(of value: Double) -> Double { max(0, value / bound - 1) }
  }

  /// At least one, in the user's order.
  public let objectives: [any Objective]
  /// Upper bounds that every result meets; may be empty.
  public let constraints: [Constraint]

  /// - Precondition: there is at least one objective.
  public init(objectives: [any Objective], constraints: [Constraint] = []) {
    precondition(!objectives.isEmpty, "a search is for something")
    (self.objectives, self.constraints) = (objectives, constraints)
  }

  /// The goals of a search for the best score.
  public static let score = SearchGoals(objectives: [ScoreObjective()])

  /// The directions of the objectives, in order.
  public var directions: [ObjectiveDirection] { objectives.map { type(of: $0).direction } }

  /// Whether the search looks for a Pareto front.
  public var hasSeveralObjectives: Bool { objectives.count > 1 }

  /// The objectives that have columns in result tables: all objectives but the score, then those
  /// that are only bounded by a constraint. Each occurs once.
  public var measured: [any Objective] {
    var found: [any Objective] = []
    for objective in objectives + constraints.map(\.objective)
    where !(objective is ScoreObjective) {
      if !found.contains(where: { $0.label == objective.label }) { found.append(objective) }
    }
    return found
  }
}
