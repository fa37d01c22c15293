import Spaces

/// Scores that were made before, such as the true accuracies of a benchmark.
public struct KnownScores: Scorer {
  public let space: SearchSpace
  public let graphs: (any GraphScorer)?
  private let scores: [Architecture: Double]

  public var identity: ScorerIdentity { ScorerIdentity("known scores") }

  /// - Parameters:
  ///   - scores: of every architecture that will be asked for
  ///   - graphs: scores graphs that are no architectures; nil where nothing does
  public init(
    _ scores: [Architecture: Double], of space: SearchSpace, graphs: (any GraphScorer)? = nil
  ) {
    (self.scores, self.space, self.graphs) = (scores, space, graphs)
  }

  /// - Precondition: all of them are known.
  public func scores(of architectures: [Architecture]) -> Scores {
    Scores(
      architectures.map { architecture in
        guard let score = scores[architecture] else {
          preconditionFailure("\(space.notation(of: architecture)) has no score")
        }
        return score
      })
  }
}
