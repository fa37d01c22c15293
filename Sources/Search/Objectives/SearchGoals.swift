import Spaces
import Wording

/// What a search is for: what it improves, and what it must not exceed.
public struct SearchGoals: Sendable {
  /// The greatest value that something may have.
  public struct Constraint: Sendable {
    public let objective: any Objective
    /// In the unit of the objective's quantity, above 0.
    public let bound: Double
    /// How the user said it: the setting with its value.
    public let text: Sentence

    /// - Precondition: less of the objective is better.
    public init(_ objective: any Objective, atMost bound: Double, text: Sentence) {
      precondition(
        type(of: objective).direction == .lowerIsBetter && bound > 0, "\(text) bounds nothing")
      (self.objective, self.bound, self.text) = (objective, bound, text)
    }

    /// How far off a value is, as a share of the bound; 0 when the constraint holds.
    func violation(of value: Double) -> Double { max(0, value / bound - 1) }
  }

  /// At least one.
  public let objectives: [any Objective]
  public let constraints: [Constraint]

  public init(objectives: [any Objective], constraints: [Constraint] = []) {
    precondition(!objectives.isEmpty, "a search is for something")
    (self.objectives, self.constraints) = (objectives, constraints)
  }

  /// The best score there is.
  public static let score = SearchGoals(objectives: [ScoreObjective()])

  public var directions: [ObjectiveDirection] { objectives.map { type(of: $0).direction } }

  public var hasSeveralObjectives: Bool { objectives.count > 1 }

  /// The objectives that results have a column of: all but the score, then those that constraints alone bound.
  public var measured: [any Objective] {
    var found: [any Objective] = []
    for objective in objectives + constraints.map(\.objective)
    where !(objective is ScoreObjective) {
      if !found.contains(where: { $0.label == objective.label }) { found.append(objective) }
    }
    return found
  }
}
