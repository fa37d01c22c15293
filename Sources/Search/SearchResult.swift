import Scoring
import Spaces

/// The outcome of a search.
public struct SearchResult: Sendable {
  /// An architecture that the search found.
  public struct Best: Sendable {
    /// The number of its trial; 1 is the first.
    public let trial: Int
    /// The architecture itself.
    public let architecture: Architecture
    /// Its score, objectives and violation.
    public let evaluation: Evaluation
  }

  /// The best architecture with its trial and evaluation.
  public let found: Best
  /// The Pareto front by the first objective, the best first. In a search with one objective it
  /// holds the best architecture only.
  public let front: [Best]
  /// How many candidates were evaluated.
  public let evaluations: Int
  /// The time of the search itself, evaluation included.
  public let duration: Duration
  /// Whether the search came to its end without being stopped.
  public let isComplete: Bool

  /// The best architecture found; of equally good ones the first that was found.
  public var best: Architecture { found.architecture }
  /// The evaluation of the best architecture.
  public var evaluation: Evaluation { found.evaluation }
  /// The score of the best architecture; higher is better.
  public var score: Double { found.evaluation.score }
}

extension SearchResult {
  /// Searches from beginning to end.
  ///
  ///     let result = try SearchResult(of: RandomSearch.self, with: scorer, budget: 100, seed: 0)
  ///
  /// - Parameters:
  ///   - budget: how many candidates may be evaluated
  ///   - seed: decides every random choice
  /// - Throws: ``UserError`` when the strategy does not fit the space or the scorer.
  public init(
    of strategy: any SearchStrategy.Type, with scorer: any Scorer, budget: Int,
    seed: UInt64
  ) throws {
    var run = try SearchRun(
      strategy, with: ScorerEvaluator(scorer), budget: budget, seed: seed)
    self = try run.run()
  }
}
