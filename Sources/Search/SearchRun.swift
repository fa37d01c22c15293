import Spaces

/// A search, step by step: a strategy proposes a batch of candidates, these are evaluated and recorded,
/// and the strategy is told.
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
  public var front: [SearchResult.Best] { archive.members }
  /// The worst value in each objective of the architectures so far that meet all constraints; nil while there
  /// are none.
  public var worst: [Double]? { archive.worst }
  /// How many candidates are evaluated, be it by the scorer or in an earlier run.
  public private(set) var evaluations = 0
  /// About how many will be at the end.
  public let expectedEvaluations: Int

  /// Keeps the trials, and knows those of an earlier run; to be set before the first step.
  public var recorder: (any TrialRecorder)?

  private let evaluator: CandidateEvaluator
  private let name: String
  private var strategy: any SearchStrategy
  private var archive = ParetoArchive()
  private var generation = 0
  /// The number of each architecture's trial, for parents in the record.
  private var numbers: [Architecture: Int] = [:]
  private let clock = ContinuousClock()

  /// - Parameters:
  ///   - budget: how many candidates may be scored
  ///   - seed: decides every random choice
  /// - Throws: ``SearchError`` when the strategy does not fit the space.
  public init(
    _ strategy: any SearchStrategy.Type, with evaluator: CandidateEvaluator, budget: Int,
    seed: UInt64
  ) throws {
    self.evaluator = evaluator
    name = strategy.name
    expectedEvaluations = strategy.evaluations(of: evaluator.space, budget: budget)
    self.strategy = try strategy.init(space: evaluator.space, budget: budget, seed: seed)
  }

  /// Proposes, evaluates, records and observes one batch.
  ///
  /// - Returns: false when there was nothing more to propose
  /// - Throws: what the evaluator and the recorder throw.
  public mutating func step() throws -> Bool {
    let proposals = strategy.propose()
    if proposals.isEmpty { return false }
    generation += 1
    let candidates = proposals.map(\.candidate)
    var results = try recorded(candidates)
    let known = results.count
    results += try evaluator.evaluations(of: Array(candidates.dropFirst(known)))
    try record(proposals, results, known: known)
    improve(candidates, results)
    evaluations += candidates.count
    strategy.observe(candidates, evaluations: results)
    return true
  }

  private mutating func improve(_ candidates: [Candidate], _ results: [Evaluation]) {
    for (place, (candidate, evaluation)) in zip(candidates, results).enumerated() {
      guard case .architecture(let architecture) = candidate else { continue }
      let found = SearchResult.Best(
        trial: evaluations + place + 1, architecture: architecture, evaluation: evaluation)
      archive.insert(found)
      if let best, !evaluation.isBetter(than: best.evaluation) { continue }
      best = found
    }
  }

  /// Goes on to the end, or until asked to stop.
  ///
  /// - Parameters:
  ///   - shouldStop: is asked before every batch but the first
  ///   - progress: is told of every batch
  /// - Throws: as ``step()`` does, and ``SearchError`` when no architecture was proposed or none meets all
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
      throw SearchError(
        isComplete
          ? "the strategy \(name) scored no architecture of \(evaluator.space.name)"
          : "stopped before \(name) scored an architecture of \(evaluator.space.name)")
    }
    guard best.evaluation.isFeasible else { throw try evaluator.infeasibility(after: self) }
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

  private mutating func record(
    _ proposals: [Proposal], _ results: [Evaluation], known: Int
  ) throws {
    guard recorder != nil else { return }
    var trials: [Trial] = []
    for (place, (proposal, evaluation)) in zip(proposals, results).enumerated() {
      let number = evaluations + place + 1
      if let architecture = proposal.candidate.architecture { numbers[architecture] = number }
      guard place >= known else { continue }
      trials.append(
        Trial(
          number: number, generation: generation,
          parents: proposal.parents.compactMap { numbers[$0] }, candidate: proposal.candidate,
          evaluation: evaluation))
    }
    if !trials.isEmpty { try recorder?.append(trials) }
  }
}
