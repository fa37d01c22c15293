import Foundation
import Studies
import TGNAS
import Tables
import Wording

typealias Progress = @convention(c) (UnsafeMutableRawPointer?, Double) -> Int32

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
    let loaded = Handle.object(handle, OpenSpace.self)
    let search = try FinishedSearch(
      of: loaded, strategy: strategy, for: .score, budget: budget, seed: seed,
      keepingTrials: trials != nil, progress: progress, context: context)
    search.give(result: result, trials: trials, notes: notes)
  }
}

@_cdecl("tgnas_search_front")
public func searchFront(
  handle: UnsafeRawPointer, goals: UnsafePointer<CChar>, strategy: UnsafePointer<CChar>?,
  budget: Int64, seed: UInt64,
  progress: (@convention(c) (UnsafeMutableRawPointer?, Double) -> Int32)?,
  context: UnsafeMutableRawPointer?, front: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  result: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  trials: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  notes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
  error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  outcome(error) {
    let loaded = Handle.object(handle, OpenSpace.self)
    let goals = try GivenGoals(json: String(cString: goals))
      .goals(on: loaded.workbench)
    let search = try FinishedSearch(
      of: loaded, strategy: strategy, for: goals, budget: budget, seed: seed,
      keepingTrials: trials != nil, progress: progress, context: context)
    let table = try search.front().text(.csv)
    search.give(result: result, trials: trials, notes: notes)
    give(table, to: front)
  }
}

/// The goals of `tgnas_search_front`; `tgnas.h` describes them.
private struct GivenGoals: Decodable {
  let objectives: [String]
  let latency: [String]?
  let bounds: [String: String]?

  init(json: String) throws {
    do {
      self = try JSONDecoder().decode(GivenGoals.self, from: Data(json.utf8))
    } catch {
      throw UserError("the goals of a search are no JSON object as tgnas.h describes: \(error)")
    }
  }

  func goals(on workbench: Workbench) throws -> SearchGoals {
    if objectives.isEmpty {
      let known = Objectives.registered.map { $0.name }
      throw UserError("\(.objectives) is empty; expected names such as \(known[0]) and \(known[1])")
    }
    let sources = try workbench.objectiveSources(latencyTables: latency ?? [])
    return SearchGoals(
      objectives: try Objectives.make(objectives, from: sources),
      // A fixed order, because an error names the first constraint that no architecture meets.
      constraints: try (bounds ?? [:]).sorted { $0.key < $1.key }.map {
        try SearchGoals.Constraint(
          on: $0.key, atMost: $0.value, subject: "the bound on \($0.key)",
          text: "\($0.key) <= \($0.value)", from: sources)
      })
  }
}

/// A search of a space with its outcome and the notes on it.
private struct FinishedSearch {
  private let loaded: OpenSpace
  private let goals: SearchGoals
  private let strategy: String
  private let found: SearchResult
  private let percentiles: Percentiles
  private let recorder: KeptTrials?
  private var notes: [Sentence] = []

  /// - Parameter strategy: nil for the default strategy of the space and the goals
  init(
    of loaded: OpenSpace, strategy: TextPointer?, for goals: SearchGoals, budget: Int64,
    seed: UInt64, keepingTrials: Bool, progress: Progress?, context: UnsafeMutableRawPointer?
  ) throws {
    guard budget >= 1 else { throw UserError("\(.budget) is \(budget); expected 1 or more") }
    guard NumberLimit.held.range.contains(Int(clamping: budget)) else {
      throw UserError("\(.budget) is \(budget); expected \(NumberLimit.held.words)")
    }
    let strategy =
      try strategy.map { try SearchStrategies.named(String(cString: $0)) }
      ?? SearchStrategies.usual(
        for: loaded.space, severalObjectives: goals.hasSeveralObjectives)
    var notes: [Sentence] = []
    percentiles = loaded.percentiles { notes.append($0) }
    recorder = keepingTrials ? KeptTrials(of: loaded.space, percentiles, goals) : nil
    var run = try SearchRun(
      strategy, with: ScorerEvaluator(loaded.workbench.scorer, goals), budget: Int(budget),
      seed: seed, knowing: loaded.workbench.searchKnowledge(by: nil))
    run.recorder = recorder
    // The callback is called once after each block.
    var wasStopped = false
    found = try run.run(
      shouldStop: { wasStopped },
      progress: { run in
        let share = Double(run.evaluations) / Double(max(1, run.expectedEvaluations))
        if let progress, progress(context, min(1, share)) != 0 { wasStopped = true }
      })
    (self.loaded, self.goals, self.strategy, self.notes) = (loaded, goals, strategy.name, notes)
  }

  func front() throws -> ResultTable {
    try FrontTable(of: found, in: loaded.space, goals, percentiles: percentiles).table()
  }

  func give(result: GivenText, trials: GivenText?, notes: GivenText) {
    CABI.give(self.notes, to: notes)
    if let recorder { CABI.give(recorder.table.text(.csv), to: trials) }
    CABI.give(row.text(.csv), to: result)
  }

  private var row: ResultTable {
    var record = FoundRecord(found, in: loaded.space, percentiles: percentiles)
    record.append("strategy", .text(strategy))
    record.append("complete", .truth(found.isComplete))
    return record.table
  }
}

/// Keeps the trials of a search in memory.
private final class KeptTrials: TrialRecorder {
  private(set) var table: ResultTable
  private var rows: TrialRows
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  init(of space: SearchSpace, _ percentiles: Percentiles, _ goals: SearchGoals) {
    rows = TrialRows(of: space, percentiles: percentiles, goals: goals)
    table = ResultTable(columns: rows.columns)
    start = clock.now
  }

  func evaluation(ofTrial number: Int, _ candidate: Candidate) -> Evaluation? { nil }

  func append(_ trials: [Trial]) throws {
    let elapsed = (clock.now - start) / .seconds(1)
    for trial in trials { table.append(try rows.row(of: trial, seconds: elapsed)) }
  }
}
