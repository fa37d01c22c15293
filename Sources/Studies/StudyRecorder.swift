import Files
import Scoring
import Search
import Spaces
import Tables
import Wording

/// Writes the trials of a study while the search runs, and knows those of earlier runs.
public final class StudyRecorder: TrialRecorder {
  private let study: Study
  private var rows: TrialRows
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var isBudgetWritten: Bool

  /// - Parameter percentiles: those of the space, or of a random sample of it
  /// - Throws: `FileError` when the study's record has other columns or cannot be written.
  public init(
    _ study: Study, of space: SearchSpace, percentiles: Percentiles, goals: SearchGoals = .score
  ) throws {
    self.study = study
    rows = TrialRows(of: space, percentiles: percentiles, goals: goals)
    isBudgetWritten = !study.isBudgetLarger
    start = clock.now
    if study.recordedColumns.isEmpty {
      try study.append(ResultTable(columns: rows.columns).text(.csv))
    } else if study.recordedColumns != rows.columns {
      throw FileError(
        path: study.file.path,
        problem:
          "has the columns \(list(study.recordedColumns)), expected \(list(rows.columns)): the "
          + "file was changed")
    }
  }

  /// The evaluation that an earlier run recorded; nil when it did not get that far.
  public func evaluation(ofTrial number: Int, _ candidate: Candidate) throws -> Evaluation? {
    guard number <= study.recorded.count else { return nil }
    let trial = study.recorded[number - 1]
    let proposed = rows.text(of: candidate)
    guard trial.candidate == proposed else {
      throw FileError(
        path: study.file.path,
        problem:
          "trial \(number) is \(trial.candidate), and this search proposes \(proposed) there: it "
          + "is another search, or the file was changed; name another folder")
    }
    rows.pass(number, candidate, trial.evaluation)
    return trial.evaluation
  }

  /// Appends new trials to `trials.csv`, in order.
  public func append(_ trials: [Trial]) throws {
    if !isBudgetWritten {
      try study.updateDescription()
      isBudgetWritten = true
    }
    let seconds = (study.recorded.last?.seconds ?? 0) + (clock.now - start) / .seconds(1)
    var lines = ""
    for trial in trials {
      lines += ResultTable.commaSeparatedLine(try rows.row(of: trial, seconds: seconds))
    }
    try study.append(lines)
  }

  /// Writes `best.json` and `front.csv`.
  ///
  /// - Throws: `FileError` when a file cannot be written.
  public func finish(_ result: SearchResult) throws {
    try study.addChecksums()
    try study.file.synchronize()
    let results = try StudyResults(in: study.folder)
    try AtomicFile.write(
      results.front(allColumns: true).text(.csv), to: "\(study.folder)/\(Study.Name.front)")
    let best = results.best(
      trial: result.found.trial, evaluations: result.evaluations, isComplete: result.isComplete)
    try AtomicFile.write(best.record(.json), to: "\(study.folder)/\(Study.Name.best)")
  }
}
