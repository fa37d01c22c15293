import Spaces

/// Turns candidates into what strategies are told of them.
public struct CandidateEvaluator: Sendable {
  public let scorer: any ArchitectureScorer
  public let goals: SearchGoals

  public var space: SearchSpace { scorer.space }

  public init(_ scorer: any ArchitectureScorer, _ goals: SearchGoals = .score) {
    (self.scorer, self.goals) = (scorer, goals)
  }

  /// One evaluation for each candidate, in order; each depends on its own candidate alone. Supernets have a
  /// score and no costs: they violate nothing, and their other objectives are minus infinity.
  ///
  /// - Throws: ``SearchError`` for supernets where the scorer scores none, `NetworkError` when costs are
  ///   asked for of a space without networks.
  public func evaluations(of candidates: [Candidate]) throws -> [Evaluation] {
    let scores = try scores(of: candidates)
    let places = candidates.indices.filter { candidates[$0].architecture != nil }
    let architectures = places.compactMap { candidates[$0].architecture }
    let ofArchitectures = places.map { scores[$0] }
    var objectives = scores.map { score in
      goals.objectives.map { $0 is ScoreObjective ? score : -.infinity }
    }
    for (number, objective) in goals.objectives.enumerated() {
      let sign = type(of: objective).isHigherBetter ? 1.0 : -1
      let values = try objective.values(of: architectures, scores: ofArchitectures)
      for (place, value) in zip(places, values) { objectives[place][number] = sign * value }
    }
    var violations = [Double](repeating: 0, count: candidates.count)
    for constraint in goals.constraints {
      let values = try constraint.objective.values(of: architectures, scores: ofArchitectures)
      for (place, value) in zip(places, values) {
        violations[place] += constraint.violation(of: value)
      }
    }
    return candidates.indices.map { place in
      Evaluation(
        score: scores[place], objectives: objectives[place], violation: violations[place])
    }
  }

  private func scores(of candidates: [Candidate]) throws -> [Double] {
    let architectures = candidates.compactMap(\.architecture)
    if architectures.count == candidates.count { return scorer.scores(of: architectures) }
    guard scorer.scoresGraphs else {
      throw SearchError(
        "only the learned predictor scores the supernets that pruning makes; choose --by predictor or "
          + "another --strategy")
    }
    var graphs: [OperatorGraph?] = []
    for case .supernet(let alternatives) in candidates {
      graphs.append(space.operatorGraph(ofAlternatives: alternatives))
    }
    var ofArchitectures = scorer.scores(of: architectures).makeIterator()
    var ofGraphs = scorer.scores(ofGraphs: graphs).makeIterator()
    return candidates.map { candidate in
      let score = candidate.architecture == nil ? ofGraphs.next() : ofArchitectures.next()
      guard let score else { preconditionFailure("a scorer answers every question") }
      return score
    }
  }
}
