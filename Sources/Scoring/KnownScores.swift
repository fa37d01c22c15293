import Spaces

/// Scores from a table, such as the true accuracies of a benchmark.
public struct KnownScores: Scorer {
  /// The space of the architectures.
  public let space: SearchSpace
  /// Scores operator graphs that are no architectures; nil when nothing does.
  public let graphs: (any GraphScorer)?
  private let scores: [Architecture: Double]

  /// The name that was given, without weights.
  public let identity: ScorerIdentity

  /// - Parameters:
  ///   - scores: of every architecture that will be scored; higher is better
  ///   - graphs: scores operator graphs that are no architectures; nil when nothing does
  ///   - name: what people call the scores
  public init(
    _ scores: [Architecture: Double], of space: SearchSpace, graphs: (any GraphScorer)? = nil,
    named name: String = "known scores"
  ) {
    (self.scores, self.space, self.graphs) = (scores, space, graphs)
    identity = ScorerIdentity(name)
  }

  /// The known scores, in order, [B].
  ///
  /// - Precondition: all architectures are known.
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
