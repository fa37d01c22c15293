import Spaces
import Wording

/// A search, step by step: a strategy proposes a batch of candidates, these are evaluated and recorded block
/// by block, and the strategy is told when the batch is whole.
///
/// A search that was stopped is restored by replay: a recorder that knows the trials of the earlier run
/// answers in place of the scorer, and the strategy, which depends on the seed and on what it is told
/// alone, comes to where it was.
public struct SearchRun {
  /// The best architecture so far; of equally good ones the first that was found.
  public private(set) var best: SearchResult.Best?
  /// The architectures so far that meet all constraints and that no other one beats in every objective, by
  /// the first objective from the best on; of several that are equal in all objectives the first that was
  /// found.
  public var front: [SearchResult.Best] { archive.sorted.map(\.member) }
  /// The worst value in each objective of the architectures so far that meet all constraints; nil while there
  /// are none.
  public var worst: [Double]? { archive.worst }
  /// How many candidates are evaluated, be it by the scorer or in an earlier run.
  public private(set) var evaluations = 0
  /// About how many will be at the end.
  public let expectedEvaluations: Int

  /// Keeps the trials, and knows those of an earlier run; to be set before the first step.
  public var recorder: (any TrialRecorder)?

  private let evaluator: any Evaluator
  private let name: String
  private var strategy: any SearchStrategy
  private var archive = ParetoArchive<SearchResult.Best>()
  /// The batch that the strategy is yet to be told of.
  private var batch = Batch(proposals: [])
  private var pace = Pace()
  private var generation = 0
  /// The number of each architecture's trial, for parents in the record.
  private var numbers: [Architecture: Int] = [:]
  private let clock = ContinuousClock()

  /// - Parameters:
  ///   - budget: how many candidates may be scored
  ///   - seed: decides every random choice
  ///   - knobs: how the strategy is tuned, values by name; those that are left out have their standard value
  /// - Throws: ``UserError`` when the strategy does not fit the space.
  public init(
    _ strategy: any SearchStrategy.Type, with evaluator: any Evaluator, budget: Int,
    seed: UInt64, knobs: [String: Double] = [:]
  ) throws {
    self.evaluator = evaluator
    name = strategy.name
    expectedEvaluations = strategy.evaluations(of: evaluator.space, budget: budget)
    self.strategy = try strategy.init(
      SearchSetting(
        evaluator.space, budget: budget, seed: seed,
        knobs: SearchStrategies.knobs(of: strategy, chosen: knobs)))
  }

  private struct Batch {
    let proposals: [Proposal]
    /// Of the first proposals.
    var evaluations: [Evaluation] = []

    var candidates: [Candidate] { proposals.map(\.candidate) }
    var isWhole: Bool { evaluations.count == proposals.count }
  }

  /// Evaluates and records one block of candidates, and tells the strategy when its batch is whole.
  ///
  /// - Returns: false when there was nothing more to propose
  /// - Throws: what the evaluator and the recorder throw.
  public mutating func step() throws -> Bool {
    if batch.isWhole {
      batch = Batch(proposals: strategy.propose())
      if batch.isWhole { return false }
      generation += 1
      take(try recorded(batch.candidates))
    }
    if !batch.isWhole {
      let block = batch.candidates.dropFirst(batch.evaluations.count).prefix(pace.block)
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

  /// Goes on to the end, or until asked to stop.
  ///
  /// - Parameters:
  ///   - shouldStop: is asked after every block, several times a second
  ///   - progress: is told of every block
  /// - Throws: as ``step()`` does, and ``UserError`` when no architecture was proposed or none meets all
  ///   constraints.
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
        "stopped before \(name) found an architecture of \(evaluator.space.name) that meets the constraints"
      )
    }
    return SearchResult(
      found: best, front: front, evaluations: evaluations, duration: clock.now - start,
      isComplete: isComplete)
  }

  /// What an earlier run found for the first of the candidates.
  private func recorded(_ candidates: [Candidate]) throws -> [Evaluation] {
    guard let recorder else { return [] }
    var known: [Evaluation] = []
    for (place, candidate) in candidates.enumerated() {
      let number = evaluations + place + 1
      guard let found = try recorder.evaluation(ofTrial: number, candidate) else { break }
      known.append(found)
    }
    return known
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
  /// How many candidates are evaluated at a time: so many that scorers get large blocks, and so few that a
  /// search answers several times a second, however slow its scorer is.
  private struct Pace {
    private static let target = 0.2
    /// One block must not be what shows how slow a scorer is.
    private static let growth = 16.0

    private(set) var block = 64

    mutating func adapt(to duration: Duration, for count: Int) {
      let seconds = max(1e-9, duration / .seconds(1))
      let ideal = min(Double(count) * Pace.target / seconds, Double(block) * Pace.growth)
      block = max(1, Int(ideal))
    }
  }
}
