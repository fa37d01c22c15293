import Scoring
import Search
import Spaces
import Tables

/// Makes the rows of `trials.csv`, one after the other.
package struct TrialRows {
  private let format: TrialFormat
  private var front = ParetoArchive<Int>()

  package var columns: [String] { format.columns }

  /// - Parameter percentiles: those of the space, or of a random sample of it
  package init(of space: SearchSpace, percentiles: Percentiles, goals: SearchGoals) {
    format = TrialFormat(of: space, percentiles: percentiles, goals: goals)
  }

  /// The candidate as its row writes it.
  func text(of candidate: Candidate) -> String { format.text(of: candidate) }

  /// Takes account of a trial that already has its row.
  ///
  /// - Returns: whether the trial is on the Pareto front of all trials up to it
  @discardableResult
  mutating func pass(_ number: Int, _ candidate: Candidate, _ evaluation: Evaluation) -> Bool {
    candidate.architecture != nil && front.insert(number, evaluation)
  }

  /// The row of the next trial.
  ///
  /// - Throws: an error of a notation that the space does not have.
  package mutating func row(of trial: Trial, seconds: Double) throws -> [ResultTable.Cell] {
    let isOnFront = pass(trial.number, trial.candidate, trial.evaluation)
    return try format.row(trial, isOnFront: isOnFront, seconds: seconds)
  }
}
