import Spaces

/// Turns candidates into what strategies are told of them.
public struct CandidateEvaluator: Sendable {
  public let scorer: any ArchitectureScorer

  public var space: SearchSpace { scorer.space }

  public init(_ scorer: any ArchitectureScorer) {
    self.scorer = scorer
  }

  /// One evaluation for each candidate, in order; each depends on its own candidate alone.
  ///
  /// - Throws: ``SearchError`` for supernets where the scorer scores none.
  public func evaluations(of candidates: [Candidate]) throws -> [Evaluation] {
    try scores(of: candidates).map { Evaluation(score: $0) }
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
