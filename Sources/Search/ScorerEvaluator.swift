import Scoring
import Spaces
import Wording

/// Evaluates candidates by a scorer, and architectures by the other objectives as well.
public struct ScorerEvaluator: Evaluator {
  /// Gives the scores.
  public let scorer: any Scorer
  /// The objectives and constraints.
  public let goals: SearchGoals

  /// The space of the scorer.
  public var space: SearchSpace { scorer.space }

  /// - Parameter goals: by default the best score
  public init(_ scorer: any Scorer, _ goals: SearchGoals = .score) {
    (self.scorer, self.goals) = (scorer, goals)
  }

  /// One evaluation for each candidate, in order. An evaluation depends on its own candidate only.
  /// A supernet has a score and no costs: it violates no constraint, and all its other objectives
  /// have their worst value.
  ///
  /// - Throws: `UserError` for a supernet when the scorer cannot score graphs. `NetworkError` when
  ///   the goals need network costs and the space has no networks.
  public func evaluations(of candidates: [Candidate]) throws -> [Evaluation] {
    let places = candidates.indices.filter { candidates[$0].architecture != nil }
    let architectures = places.compactMap { candidates[$0].architecture }
    for objective in goals.objectives + goals.constraints.map(\.objective) {
      objective.prepare(architectures)
    }
    let scores = try scores(of: candidates)
    try scorer.check(scores)
    let ofArchitectures = places.map { scores[$0] }
    let directions = goals.directions
    var values = scores.map { score in
      goals.objectives.map { $0 is ScoreObjective ? score : type(of: $0).direction.worst }
    }
    for (number, objective) in goals.objectives.enumerated() {
      let found = try objective.values(of: architectures, scores: ofArchitectures)
      for (place, value) in zip(places, found) { values[place][number] = value }
    }
    var violations = [Double](repeating: 0, count: candidates.count)
    for constraint in goals.constraints {
      let found = try constraint.objective.values(of: architectures, scores: ofArchitectures)
      for (place, value) in zip(places, found) {
        violations[place] += constraint.violation(of: value)
      }
    }
    return candidates.indices.map { place in
      Evaluation(
        score: scores[place], values: values[place], directions, violation: violations[place])
    }
  }

  private func scores(of candidates: [Candidate]) throws -> [Double] {
    let architectures = candidates.compactMap(\.architecture)
    if architectures.count == candidates.count { return scorer.scores(of: architectures).values }
    guard let graphScorer = scorer.graphs else {
      throw UserError(
        "only the learned predictor scores the supernets that pruning makes; choose "
          + "\(.by, "predictor") or another \(set: .strategy)")
    }
    var graphs: [OperatorGraph?] = []
    for case .supernet(let alternatives) in candidates {
      graphs.append(space.operatorGraph(ofAlternatives: alternatives))
    }
    var ofArchitectures = scorer.scores(of: architectures).values.makeIterator()
    var ofGraphs = graphScorer.scores(ofGraphs: graphs).makeIterator()
    return candidates.map { candidate in
      let score = candidate.architecture == nil ? ofGraphs.next() : ofArchitectures.next()
      guard let score else { preconditionFailure("a scorer answers every question") }
      return score
    }
  }
}
