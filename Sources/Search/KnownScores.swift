import Spaces

/// Scores that were made before, such as the true accuracies of a benchmark.
public struct KnownScores: ArchitectureScorer {
  public let space: SearchSpace
  private let scores: [Architecture: Double]
  private let graphScorer: (any ArchitectureScorer)?

  /// - Parameters:
  ///   - scores: of every architecture that will be asked for
  ///   - graphScorer: scores graphs that are no architectures; nil where nothing does
  public init(
    _ scores: [Architecture: Double], of space: SearchSpace,
    graphScorer: (any ArchitectureScorer)? = nil
  ) {
    (self.scores, self.space, self.graphScorer) = (scores, space, graphScorer)
  }

  /// - Precondition: all of them are known.
  public func scores(of architectures: [Architecture]) -> [Double] {
    architectures.map { architecture in
      guard let score = scores[architecture] else {
        preconditionFailure("\(space.notation(of: architecture)) has no score")
      }
      return score
    }
  }

  public var scoresGraphs: Bool { graphScorer?.scoresGraphs ?? false }

  public func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] {
    guard let graphScorer else {
      preconditionFailure("nothing scores graphs; ask scoresGraphs first")
    }
    return graphScorer.scores(ofGraphs: graphs)
  }
}
