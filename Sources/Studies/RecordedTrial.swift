import Files
import Foundation
import Search
import Tables
import Wording

/// One row of `trials.csv`.
struct RecordedTrial: Sendable {
  /// The candidate in the notation of the study; see ``TrialFormat``.
  let candidate: String
  let generation: Int
  let evaluation: Evaluation
  /// Whether the trial was on the Pareto front of all trials up to it.
  let wasOnFront: Bool
  let seconds: Double
}

extension ChainedTable {
  /// All trials, in the order of the file.
  ///
  /// - Parameter study: tells which columns are objectives
  /// - Throws: `TableError` for a cell whose content does not fit its column.
  func trials(of study: StudyDescription) throws -> [RecordedTrial] {
    if count == 0 { return [] }
    let trial = try RecordedColumn("trial", of: self)
    let (candidate, generation) = try (
      RecordedColumn("arch", of: self), RecordedColumn("generation", of: self)
    )
    let (score, front) = try (RecordedColumn("score", of: self), RecordedColumn("front", of: self))
    let seconds = try RecordedColumn("seconds", of: self)
    let costs = try study.objectives.map { try RecordedColumn($0.name, of: self) }
    let violation =
      try study.constraints.isEmpty ? nil : RecordedColumn(TrialFormat.violation, of: self)
    let directions = study.objectives.map(\.direction)
    return try (0..<count).map { place in
      let number = String(place + 1)
      _ = try trial.value(place, number) { $0 == number ? $0 : nil }
      let score = try score.number(place)
      let values = try costs.map { try $0.number(place) }
      return RecordedTrial(
        candidate: candidate.text(place),
        generation: try generation.value(place, "a whole number") { Int($0) },
        evaluation: Evaluation(
          score: score, values: values, directions,
          violation: try violation?.value(place, "a number of 0 or more") {
            Double($0).flatMap { $0 >= 0 ? $0 : nil }
          } ?? 0),
        wasOnFront: try front.value(place, "true or false") { Bool($0) },
        seconds: try seconds.value(place, "a number") { Double($0) })
    }
  }
}
