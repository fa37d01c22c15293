import Files
import Reports
import Search
import Spaces

/// Writes the trials of a study while they are made, and knows those of its earlier runs.
public final class StudyRecorder: TrialRecorder {
  private let study: Study
  private let format: TrialFormat
  private var front = GrowingFront()
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var isBudgetWritten: Bool

  /// - Parameter percentiles: of a sample of the space
  /// - Throws: `FileError` when the study's record has other columns or cannot be written.
  public init(
    _ study: Study, of space: SearchSpace, percentiles: Percentiles, goals: SearchGoals = .score
  ) throws {
    self.study = study
    format = TrialFormat(of: space, percentiles: percentiles, goals: goals)
    isBudgetWritten = !study.isBudgetLarger
    start = clock.now
    if study.recordedColumns.isEmpty {
      try study.file.append(ResultTable(columns: format.columns).text(.csv))
    } else if study.recordedColumns != format.columns {
      throw FileError(
        path: study.file.path,
        problem:
          "has the columns \(list(study.recordedColumns)), expected \(list(format.columns)): the "
          + "file was changed")
    }
  }

  public func evaluation(ofTrial number: Int, _ candidate: Candidate) throws -> Evaluation? {
    guard number <= study.recorded.count else { return nil }
    let trial = study.recorded[number - 1]
    let proposed = format.text(of: candidate)
    guard trial.candidate == proposed else {
      throw FileError(
        path: study.file.path,
        problem:
          "trial \(number) is \(trial.candidate), and this search proposes \(proposed) there: it "
          + "is another search, or the file was changed; name another folder")
    }
    if candidate.architecture != nil { _ = front.insert(number, trial.evaluation) }
    return trial.evaluation
  }

  public func append(_ trials: [Trial]) throws {
    if !isBudgetWritten {
      try study.updateDescription()
      isBudgetWritten = true
    }
    let seconds = (study.recorded.last?.seconds ?? 0) + (clock.now - start).inSeconds
    var lines = ""
    for trial in trials {
      let isOnFront =
        trial.candidate.architecture != nil && front.insert(trial.number, trial.evaluation)
      lines += ResultTable.commaSeparatedLine(
        try format.row(trial, isOnFront: isOnFront, seconds: seconds))
    }
    try study.file.append(lines)
  }

  /// Writes what came of the search.
  ///
  /// - Throws: `FileError` when a file cannot be written.
  public func finish(_ result: SearchResult) throws {
    try study.file.synchronize()
    let results = try StudyResults(in: study.folder)
    try AtomicFile.write(
      results.front(allColumns: true).text(.csv), to: "\(study.folder)/\(Study.Name.front)")
    let best = results.best(
      trial: result.found.trial, evaluations: result.evaluations, isComplete: result.isComplete)
    try AtomicFile.write(best.record(.json), to: "\(study.folder)/\(Study.Name.best)")
  }
}

extension Duration {
  fileprivate var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
