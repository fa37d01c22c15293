import Proxies
import Scoring
import Search
import Spaces
import Statistics
import Studies
import Surrogates
import Tables
import Wording

/// The loop in which people train what a study proposes and tell it the results: ask, train, tell.
///
/// The first proposals are the best by the zero-shot score. As soon as a handful of results is
/// known, a ``TrialSurrogate`` chooses. Proposals depend on the study alone, so that the same
/// asking and telling gives the same study to the last byte.
public struct TrainingLoop: Sendable {
  /// The study.
  public let study: TrainingStudy
  /// The space with everything that scores it.
  public let workbench: Workbench

  private var space: SearchSpace { workbench.space }
  private var isMinimised: Bool { study.description.isMinimised }

  /// - Parameter workbench: on the space of the study, without labels
  public init(_ study: TrainingStudy, on workbench: Workbench) {
    (self.study, self.workbench) = (study, workbench)
  }

  /// Proposes architectures to train next, the most promising first, and records them. None of them
  /// computes the same as one that the study knows.
  ///
  /// - Parameters:
  ///   - count: fewer are proposed only where the space has no more
  ///   - note: receives a sentence on everything that users should know
  /// - Throws: the errors of ``TrainingStudy/update(note:_:)``, and `UserError` when nothing is
  ///   left to propose or the space has changed so that it cannot read what was recorded.
  public func ask(_ count: Int, note: (Sentence) -> Void = { _ in }) throws -> [Training] {
    let percentiles = workbench.percentiles(note: note)
    return try study.update(note: note) { history in
      let known = try architectures(of: history.trainings)
      let pool = try TrainingPool(
        of: workbench.scorer, without: known, around: best(of: history, known),
        seed: study.description.seed, round: history.rounds + 1)
      guard !pool.architectures.isEmpty else {
        throw UserError(
          "all architectures of \(space.name) that get a score were proposed or trained already")
      }
      let choices = try choose(count, from: pool, history, known)
      if choices.count < count {
        note("note: \(space.name) has \(choices.count) more architectures to propose, not \(count)")
      }
      return choices.map { choice in
        .asked(
          space.notation(of: pool.architectures[choice.candidate]),
          Training.Proposal(
            score: pool.scores[choice.candidate],
            percentile: percentiles.percentile(of: pool.scores[choice.candidate]),
            expected: choice.expected.map { isMinimised ? -$0 : $0 }, deviation: choice.deviation))
      }
    }
  }

  private func choose(
    _ count: Int, from pool: TrainingPool, _ history: TrainingHistory, _ known: [Architecture]
  ) throws -> [TrialSurrogate.Choice] {
    let features = try workbench.adaptationFeatures()
    let rows = features.rows(of: known)
    let usable = rows.indices.filter { rows[$0] != nil }
    let told = usable.filter { history.trainings[$0].outcome != .pending }
    let pending = usable.filter { history.trainings[$0].outcome == .pending }
    let surrogate = try TrialSurrogate(
      told.compactMap { rows[$0] }, accuracies: told.map { result(of: history.trainings[$0]) })
    // All of a pool have a score, and so a row.
    let candidates = features.rows(of: pool.architectures).compactMap { $0 }
    return surrogate.choose(
      count, among: candidates, pending: pending.compactMap { rows[$0] },
      threads: workbench.settings.threads)
  }

  /// The result turned so that higher is better; nil for a training that failed.
  private func result(of training: Training) -> Double? {
    guard case .result(let result) = training.outcome else { return nil }
    return isMinimised ? -result : result
  }

  private func best(
    of history: TrainingHistory, _ architectures: [Architecture]
  ) -> [Architecture] {
    history.results.sorted {
      isMinimised ? $0.result < $1.result : $0.result > $1.result
    }.map { architectures[$0.training.number - 1] }
  }

  private func architectures(of trainings: [Training]) throws -> [Architecture] {
    try trainings.map { training in
      do {
        return try space.architecture(parsing: training.architecture)
      } catch {
        throw UserError(
          "trial \(training.number) of the study \(study.folder) is no architecture of "
            + "\(space.name) any more: \(error); the space has changed since")
      }
    }
  }

  /// A result that somebody tells.
  public struct Result: Sendable {
    /// The architecture that was trained.
    public let architecture: Architecture
    /// In the unit of the user; nil for a training that failed.
    public let value: Double?

    public init(_ architecture: Architecture, _ value: Double?) {
      (self.architecture, self.value) = (architecture, value)
    }
  }

  /// Records results. All are recorded, or none.
  ///
  /// - Parameters:
  ///   - replacing: whether another result may be known already, which the new one replaces
  ///   - note: receives a sentence on everything that users should know
  /// - Returns: the trainings whose results are new
  /// - Throws: `UserError` for a result that is no finite number, and for one that contradicts what
  ///   was told.
  public func tell(
    _ results: [Result], replacing: Bool = false, note: (Sentence) -> Void = { _ in }
  ) throws -> [Training] {
    let changed = try study.update(note: note) { history in
      var (events, told): ([TrainingEvent], [String: Double?]) = ([], [:])
      var (same, unasked) = (0, 0)
      for result in results {
        let text = space.notation(of: result.architecture)
        if let value = result.value, !value.isFinite {
          throw UserError(
            "the result of \(text) is \(value); expected a finite number, or \"failed\"")
        }
        let training = history[text]
        let known: Double??
        switch training?.outcome {
        case .result(let value): known = .some(value)
        case .failed: known = .some(nil)
        case .pending, nil: known = told[text]
        }
        if let known, known == result.value {
          same += 1
          continue
        }
        if let known, !replacing || told[text] != nil {
          throw UserError(
            "\(text) has the result \(words(known)) already, and \(words(result.value)) is told; "
              + (told[text] != nil
                ? "tell one of them, or their mean"
                : "replace it with \(.replace, true)"))
        }
        if training == nil, told[text] == nil { unasked += 1 }
        told[text] = result.value
        events.append(.told(text, result.value))
      }
      if same > 0 { note("note: \(same) of \(results.count) results were known already") }
      if unasked > 0 {
        note("note: \(unasked) of \(results.count) architectures had not been proposed")
      }
      return events
    }
    if let warning = try directionWarning() { note(warning) }
    return changed
  }

  private func words(_ result: Double?) -> String { result.map { "\($0)" } ?? "\"failed\"" }

  /// Warns where results clearly fall as the score rises.
  private func directionWarning() throws -> Sentence? {
    let results = try study.history().results.filter { $0.training.proposal != nil }
    return LabelDirection.warning(
      scores: results.compactMap { $0.training.proposal?.score },
      labels: results.map { isMinimised ? -$0.result : $0.result }, column: "the results",
      isMinimised: isMinimised)
  }
}
