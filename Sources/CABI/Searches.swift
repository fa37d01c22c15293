import Foundation
import Reports
import Studies
import TGNAS

@_cdecl("tgnas_search")
public func search(
  handle: UnsafeRawPointer, strategy: UnsafePointer<CChar>?, budget: Int64, seed: UInt64,
  progress: (@convention(c) (UnsafeMutableRawPointer?, Double) -> Int32)?,
  context: UnsafeMutableRawPointer?, result: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  trials: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, LoadedSpace.self)
    guard budget >= 1 else { throw InputError("--budget is \(budget); expected 1 or more") }
    let strategy =
      try strategy.map { try SearchStrategies.named(String(cString: $0)) }
      ?? SearchStrategies.usual(for: loaded.space)
    var sentences: [String] = []
    let percentiles = loaded.percentiles { sentences.append($0) }
    var run = try SearchRun(
      strategy, with: CandidateEvaluator(loaded.scorer), budget: Int(budget), seed: seed)
    let recorder = trials.map { _ in KeptTrials(of: loaded.space, percentiles) }
    run.recorder = recorder
    // The function is asked once after each block.
    var wasStopped = false
    let found = try run.run(
      shouldStop: { wasStopped },
      progress: { run in
        let share = Double(run.evaluations) / Double(max(1, run.expectedEvaluations))
        if let progress, progress(context, min(1, share)) != 0 { wasStopped = true }
      })
    give(sentences, to: notes)
    if let recorder { give(recorder.table.text(.csv), to: trials) }
    give(
      row(found, strategy.name, loaded.space, percentiles).text(.csv), to: result)
  }
}

private func row(
  _ found: SearchResult, _ strategy: String, _ space: SearchSpace, _ percentiles: Percentiles
) -> ResultTable {
  let (seconds, attoseconds) = found.duration.components
  var table = ResultTable(
    columns: [
      "arch", "score", "percentile", "evaluations", "seconds", "strategy", "complete",
    ])
  table.append([
    .text(space.notation(of: found.best)), .number(found.score, decimals: 4),
    .number(percentiles.percentile(of: found.score), decimals: 2), .integer(found.evaluations),
    .number(Double(seconds) + Double(attoseconds) * 1e-18, decimals: 3), .text(strategy),
    .truth(found.isComplete),
  ])
  return table
}

/// Keeps the trials of a search in memory.
private final class KeptTrials: TrialRecorder {
  private(set) var table: ResultTable
  private let format: TrialFormat
  private var front = GrowingFront()
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  init(of space: SearchSpace, _ percentiles: Percentiles) {
    format = TrialFormat(of: space, percentiles: percentiles, goals: .score)
    table = ResultTable(columns: format.columns)
    start = clock.now
  }

  func evaluation(ofTrial number: Int, _ candidate: Candidate) -> Evaluation? { nil }

  func append(_ trials: [Trial]) throws {
    let (seconds, attoseconds) = (clock.now - start).components
    let elapsed = Double(seconds) + Double(attoseconds) * 1e-18
    for trial in trials {
      let isOnFront =
        trial.candidate.architecture != nil && front.insert(trial.number, trial.evaluation)
      table.append(try format.row(trial, isOnFront: isOnFront, seconds: elapsed))
    }
  }
}
