import Scoring
import Spaces

/// What a search found.
public struct SearchResult: Sendable {
  public struct Best: Sendable {
    /// The number of its trial.
    public let trial: Int
    public let architecture: Architecture
    public let evaluation: Evaluation
  }

  public let found: Best
  /// The architectures that no other one beats in every objective, by the first objective from the best on;
  /// in searches for one thing the best alone.
  public let front: [Best]
  /// How many candidates were scored.
  public let evaluations: Int
  /// The time of the search proper, scoring included.
  public let duration: Duration
  /// Whether the search came to its end, and was not asked to stop before.
  public let isComplete: Bool

  /// The best architecture found, of equally good ones the first that was found.
  public var best: Architecture { found.architecture }
  public var evaluation: Evaluation { found.evaluation }
  public var score: Double { found.evaluation.score }
}

extension SearchResult {
  /// Searches from beginning to end.
  ///
  ///     let result = try SearchResult(of: RandomSearch.self, with: scorer, budget: 100, seed: 0)
  ///
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
