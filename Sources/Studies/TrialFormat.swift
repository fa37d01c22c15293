import Scoring
import Search
import Spaces
import Tables
import Wording

/// Formats the trials of a study as rows of `trials.csv`.
struct TrialFormat: Sendable {
  /// The beginning of a supernet's text. No architecture begins with it.
  private static let supernetStart = "{\"supernet\": "
  static let notationPrefix = "arch_"

  let columns: [String]
  private let space: SearchSpace
  private let percentiles: Percentiles
  private let otherNotations: [String]
  private let goals: SearchGoals

  /// The name of the column of constraint violations.
  static let violation = "violation"

  /// - Parameter percentiles: those of the space, or of a random sample of it
  init(of space: SearchSpace, percentiles: Percentiles, goals: SearchGoals) {
    self.goals = goals
    self.space = space
    self.percentiles = percentiles
    otherNotations = Array(space.notationNames.dropFirst())
    columns =
      ["trial", "generation", "parent", "arch"]
      + otherNotations.map { TrialFormat.notationPrefix + $0 }
      + ["score", "percentile"]
      + goals.objectives.filter { !($0 is ScoreObjective) }.map(\.label)
      + (goals.constraints.isEmpty ? [] : [TrialFormat.violation]) + ["front", "seconds"]
  }

  /// An architecture in the space's official notation. A supernet as the names of the operators
  /// that remain on each edge, `{"supernet": [["none", "skip_connect"], ["none"]]}`.
  func text(of candidate: Candidate) -> String {
    switch candidate {
    case .architecture(let architecture): return space.notation(of: architecture)
    case .supernet(let alternatives):
      let edges = alternatives.map { operators in
        "[" + list(operators.map { "\"\(space.operators[$0].name)\"" }) + "]"
      }
      return TrialFormat.supernetStart + "[" + list(edges) + "]}"
    }
  }

  static func isSupernet(_ text: String) -> Bool { text.hasPrefix(supernetStart) }

  func row(
    _ trial: Trial, isOnFront: Bool, seconds: Double
  ) throws -> [ResultTable.Cell] {
    let architecture = trial.candidate.architecture
    let others = try otherNotations.map { name -> ResultTable.Cell in
      try architecture.map { .text(try space.notation(of: $0, as: name)) } ?? .missing
    }
    let parents = trial.parents.map(String.init).joined(separator: " ")
    let score = trial.evaluation.score
    return [
      .integer(trial.number), .integer(trial.generation), .text(parents),
      .text(text(of: trial.candidate)),
    ] + others + [
      .number(score, decimals: 4),
      architecture == nil
        ? .missing : .number(percentiles.percentile(of: score), decimals: 2),
    ] + costs(trial.evaluation) + [
      .truth(isOnFront), .number((seconds * 1e6).rounded() / 1e6, decimals: 3),
    ]
  }

  /// The objectives other than the score in their own units, then the violation. Every digit is
  /// written, so that reading gives the same number back.
  private func costs(_ evaluation: Evaluation) -> [ResultTable.Cell] {
    var cells: [ResultTable.Cell] = []
    for (objective, value) in zip(goals.objectives, evaluation.values)
    where !(objective is ScoreObjective) {
      cells.append(Int(exactly: value).map { .integer($0) } ?? .number(value, decimals: 4))
    }
    return goals.constraints.isEmpty
      ? cells : cells + [.number(evaluation.violation, decimals: 4)]
  }
}
