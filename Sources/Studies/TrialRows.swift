import Scoring
import Search
import Spaces
import Tables

/// The rows of `trials.csv`, one after the other.
package struct TrialRows {
  private let format: TrialFormat
  private var front = ParetoArchive<Int>()

  package var columns: [String] { format.columns }

  /// - Parameter percentiles: of a sample of the space
  package init(of space: SearchSpace, percentiles: Percentiles, goals: SearchGoals) {
    format = TrialFormat(of: space, percentiles: percentiles, goals: goals)
  }

  /// The candidate as a row has it.
  func text(of candidate: Candidate) -> String { format.text(of: candidate) }

  /// Counts in a trial that has its row already.
  ///
  /// - Returns: whether no trial up to it dominates it
  @discardableResult
  mutating func pass(_ number: Int, _ candidate: Candidate, _ evaluation: Evaluation) -> Bool {
    candidate.architecture != nil && front.insert(number, evaluation)
  }

  /// The row of the next trial.
  ///
  /// - Throws: what notations throw that the space does not have.
  package mutating func row(of trial: Trial, seconds: Double) throws -> [ResultTable.Cell] {
    let isOnFront = pass(trial.number, trial.candidate, trial.evaluation)
    return try format.row(trial, isOnFront: isOnFront, seconds: seconds)
  }
}
