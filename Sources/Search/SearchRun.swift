import Spaces
import Wording

/// A search that runs step by step.
///
/// The strategy proposes a batch of candidates. The batch is evaluated and recorded block by block.
/// The strategy observes the evaluations when the batch is complete.
///
/// A stopped search is restored by replay. The strategy depends only on the seed and on what it
/// observes. A recorder that knows the trials of the earlier run answers in place of the scorer,
/// until the strategy is where it was.
public struct SearchRun {
  /// The best architecture so far; of equally good ones the first that was found.
  public private(set) var best: SearchResult.Best?
  /// The Pareto front so far, by the first objective, the best first. Members meet all constraints.
  /// Of architectures equal in all objectives the first that was found is kept.
  public var front: [SearchResult.Best] { archive.sorted.map(\.member) }
  /// The worst value in each objective among the feasible architectures so far, turned so that
  /// higher is better. Nil while there are none.
  public var worst: [Double]? { archive.worst }
  /// How many candidates have been evaluated, by the scorer or in an earlier run.
  public private(set) var evaluations = 0
  /// About how many candidates will have been evaluated at the end.
  public let expectedEvaluations: Int

  /// Keeps the trials and knows those of an earlier run. Must be set before the first step.
  public var recorder: (any TrialRecorder)?

  private let evaluator: any Evaluator
  private let name: String
  private var strategy: any SearchStrategy
  private var archive = ParetoArchive<SearchResult.Best>()
  /// The current batch, which the strategy has not observed yet.
  private var batch = Batch(proposals: [])
  private var pace = Pace()
  private var generation = 0
  /// The trial number of each architecture. It names parents in the record.
  private var numbers: [Architecture: Int] = [:]
  private let clock = ContinuousClock()
  /// The last trial of an earlier run, until it has been evaluated again.
  private var unproven: (number: Int, candidate: Candidate, evaluation: Evaluation)?

  /// - Parameters:
  ///   - budget: how many candidates may be evaluated
  ///   - seed: decides every random choice
  ///   - knobs: values of the strategy's knobs by name; knobs that are left out keep their standard
  ///     value
  ///   - knowledge: what is known beforehand
  /// - Throws: ``UserError`` when the strategy does not fit the space.
  public init(
    _ strategy: any SearchStrategy.Type, with evaluator: any Evaluator, budget: Int,
    seed: UInt64, knobs: [String: KnobValue] = [:],
    knowing knowledge: SearchKnowledge = SearchKnowledge()
  ) throws {
    if let pool = knowledge.pool, !strategy.canKeepToPool {
      let others = SearchStrategies.registered.filter { $0.canKeepToPool }.map { $0.name }
      throw UserError(
        "\(strategy.name) makes new architectures, and only \(pool.count) of "
          + "\(evaluator.space.name) can be evaluated; choose one of \(list(others))")
    }
    self.evaluator = evaluator
    name = strategy.name
    expectedEvaluations = strategy.evaluations(of: evaluator.space, budget: budget)
    self.strategy = try strategy.init(
      SearchSetting(
        evaluator.space, budget: budget, seed: seed,
        knobs: SearchStrategies.knobs(of: strategy, chosen: knobs), knowing: knowledge))
  }

  private struct Batch {
    let proposals: [Proposal]
    /// Evaluations of the first proposals; the others are still to be evaluated.
    var evaluations: [Evaluation] = []

    var candidates: [Candidate] { proposals.map(\.candidate) }
    var isWhole: Bool { evaluations.count == proposals.count }
  }

  /// Evaluates and records one block of candidates. The strategy observes its batch when the last
  /// block is done.
  ///
  /// - Returns: false when the strategy had nothing more to propose
  /// - Throws: what the evaluator and the recorder throw.
  public mutating func step() throws -> Bool {
    if batch.isWhole {
      batch = Batch(proposals: strategy.propose())
      if batch.isWhole {
        try prove()
        return false
      }
      generation += 1
      take(try recorded(batch.candidates))
    }
    if !batch.isWhole {
      let block = batch.candidates.dropFirst(batch.evaluations.count).prefix(pace.block)
      try prove()
      let start = clock.now
      let results = try evaluator.evaluations(of: Array(block))
      pace.adapt(to: clock.now - start, for: block.count)
      try record(results)
      take(results)
    }
    if batch.isWhole { strategy.observe(batch.candidates, evaluations: batch.evaluations) }
    return true
  }

  /// Adds the evaluations of the next candidates of the batch.
  private mutating func take(_ results: [Evaluation]) {
    let done = batch.evaluations.count
    for (place, evaluation) in results.enumerated() {
      guard let architecture = batch.proposals[done + place].candidate.architecture else {
        continue
      }
      let number = evaluations + place + 1
      if recorder != nil { numbers[architecture] = number }
      let found = SearchResult.Best(
        trial: number, architecture: architecture, evaluation: evaluation)
      archive.insert(found, evaluation)
      if let best, !evaluation.isBetter(than: best.evaluation) { continue }
      best = found
    }
    batch.evaluations += results
    evaluations += results.count
  }

  /// Runs to the end, or until asked to stop.
  ///
  /// - Parameters:
  ///   - shouldStop: is asked after every block, several times a second
  ///   - progress: is called after every block
  /// - Throws: what ``step()`` throws. ``UserError`` when no architecture was proposed, or when
  ///   none meets all constraints.
  public mutating func run(
    shouldStop: () -> Bool = { false }, progress: (SearchRun) -> Void = { _ in }
  ) throws -> SearchResult {
    let start = clock.now
    var isComplete = true
    while try step() {
      progress(self)
      if shouldStop() {
        isComplete = false
        break
      }
    }
    guard let best else {
      throw UserError(
        isComplete
          ? "the strategy \(name) scored no architecture of \(evaluator.space.name)"
          : "stopped before \(name) scored an architecture of \(evaluator.space.name)")
    }
    guard best.evaluation.isFeasible else {
      if isComplete { throw try evaluator.infeasibility(after: self) }
      throw UserError(
        "stopped before \(name) found an architecture of \(evaluator.space.name) "
          + "that meets the constraints"
      )
    }
    return SearchResult(
      found: best, front: front, evaluations: evaluations, duration: clock.now - start,
      isComplete: isComplete)
  }

  /// The evaluations that an earlier run recorded for the first candidates.
  private mutating func recorded(_ candidates: [Candidate]) throws -> [Evaluation] {
    guard let recorder else { return [] }
    var known: [Evaluation] = []
    for (place, candidate) in candidates.enumerated() {
      let number = evaluations + place + 1
      guard let found = try recorder.evaluation(ofTrial: number, candidate) else { break }
      known.append(found)
      unproven = (number, candidate, found)
    }
    return known
  }

  /// Evaluates the last trial of an earlier run again, where that has not been done yet.
  ///
  /// - Throws: ``UserError`` when the record says something else; the last digits may differ
  ///   between machines.
  private mutating func prove() throws {
    guard let trial = unproven else { return }
    unproven = nil
    let (old, new) = (
      trial.evaluation.score, try evaluator.evaluations(of: [trial.candidate])[0].score
    )
    if old == new || abs(old - new) <= 1e-3 * max(1, abs(new)) { return }
    throw UserError(
      "trial \(trial.number) of the record has the score \(old), and this search gives it "
        + "\(new): the record was changed, or is of another search")
  }

  /// Records the evaluations of the next candidates of the batch.
  private mutating func record(_ results: [Evaluation]) throws {
    if recorder == nil { return }
    let proposals = batch.proposals.dropFirst(batch.evaluations.count)
    try recorder?.append(
      zip(proposals, results).enumerated().map { place, pair in
        let (proposal, evaluation) = pair
        return Trial(
          number: evaluations + place + 1, generation: generation,
          parents: proposal.parents.compactMap { numbers[$0] }, candidate: proposal.candidate,
          evaluation: evaluation)
      })
  }
}

extension SearchRun {
  /// How many candidates are evaluated at a time. Scorers get large blocks. Yet a search answers
  /// several times a second, however slow its scorer is.
  private struct Pace {
    private static let target = 0.2
    /// Limits the growth, so that one huge block is not the first to show how slow a scorer is.
    private static let growth = 16.0

    private(set) var block = 64

    mutating func adapt(to duration: Duration, for count: Int) {
      let seconds = max(1e-9, duration / .seconds(1))
      let ideal = min(Double(count) * Pace.target / seconds, Double(block) * Pace.growth)
      block = max(1, wholeNumber(ideal.rounded(.down)))
    }
  }
}
