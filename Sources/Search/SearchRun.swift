import Spaces

/// A search from beginning to end.
public struct SearchRun: Sendable {
  /// The best architecture found and its score.
  public let best: Architecture
  public let score: Double
  /// How many candidates were scored.
  public let evaluations: Int
  /// The time of the search proper, scoring included.
  public let duration: Duration

  /// - Parameter progress: is told how many candidates are scored
  /// - Throws: ``SearchError`` when the strategy does not fit the space or proposed no architecture.
  public init(
    _ strategy: any SearchStrategy.Type, with scorer: some ArchitectureScorer, budget: Int,
    seed: UInt64, progress: (Int) -> Void = { _ in }
  ) throws {
    let space = scorer.space
    let clock = ContinuousClock()
    let start = clock.now
    var search = try strategy.init(space: space, budget: budget, seed: seed)
    var best: (architecture: Architecture, score: Double)?
    var evaluations = 0
    while true {
      let candidates = search.propose()
      if candidates.isEmpty { break }
      guard scorer.scoresGraphs || !candidates.contains(where: \.isSupernet) else {
        throw SearchError(
          "the strategy \(strategy.name) prunes a supernet, and only the learned predictor scores "
            + "supernets; choose --by predictor or --strategy \(Exhaustive.name)")
      }
      let scores = SearchRun.scores(of: candidates, with: scorer)
      evaluations += candidates.count
      for (candidate, score) in zip(candidates, scores) {
        guard case .architecture(let architecture) = candidate else { continue }
        if let known = best,
          (known.score, architecture) >= (score, known.architecture)
        {
          continue
        }
        best = (architecture, score)
      }
      search.observe(candidates, scores: scores)
      progress(evaluations)
    }
    guard let best else {
      throw SearchError("the strategy \(strategy.name) scored no architecture of \(space.name)")
    }
    (self.best, score) = (best.architecture, best.score)
    self.evaluations = evaluations
    duration = clock.now - start
  }

  private static func scores(
    of candidates: [Candidate], with scorer: some ArchitectureScorer
  ) -> [Double] {
    var architectures: [Architecture] = []
    var graphs: [OperatorGraph?] = []
    for candidate in candidates {
      switch candidate {
      case .architecture(let architecture): architectures.append(architecture)
      case .supernet(let alternatives):
        graphs.append(scorer.space.operatorGraph(ofAlternatives: alternatives))
      }
    }
    var ofArchitectures = scorer.scores(of: architectures).makeIterator()
    var ofGraphs =
      graphs.isEmpty ? [].makeIterator() : scorer.scores(ofGraphs: graphs).makeIterator()
    return candidates.map { candidate in
      let score =
        switch candidate {
        case .architecture: ofArchitectures.next()
        case .supernet: ofGraphs.next()
        }
      guard let score else { preconditionFailure("a scorer answers every question") }
      return score
    }
  }
}
