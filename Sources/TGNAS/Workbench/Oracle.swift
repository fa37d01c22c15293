import Scoring
import Search
import Spaces
import Surrogates
import Wording

/// A table of trained architectures in the place of trainings: the objective of a search is what
/// the table says, and its budget counts trainings.
public struct Oracle: Sendable {
  /// The results, one for each architecture of the table.
  public let labelled: LabelledArchitectures
  /// Tells the results.
  public let scorer: KnownScores
  /// The only architectures that have results; nil when all of the space have.
  public let pool: [Architecture]?
  /// The percentiles of the results.
  public let percentiles: Percentiles

  /// - Parameters:
  ///   - text: the path of a table, with `:COLUMN` or without
  ///   - minimised: whether lower is better in the column
  /// - Throws: as `LabelledArchitectures.init(_:of:minimised:_:)`.
  public init(_ text: String, of space: SearchSpace, minimised: Bool) throws {
    self.init(try LabelledArchitectures(text, of: space, minimised: minimised, .oracle), of: space)
  }

  public init(_ labelled: LabelledArchitectures, of space: SearchSpace) {
    self.labelled = labelled
    scorer = KnownScores(
      Dictionary(
        zip(labelled.architectures.map(space.representative), labelled.accuracies),
        uniquingKeysWith: { first, _ in first }), of: space, named: labelled.column)
    pool =
      space.size.countable == labelled.architectures.count
      ? nil : labelled.architectures.map(space.representative)
    percentiles = Percentiles(of: labelled.accuracies)
  }

  /// A sentence on what a search by it does.
  public var note: Sentence {
    "note: the objective is \(labelled.column) of \(labelled.path)"
      + (labelled.isMinimised ? ", negated" : "")
      + "; every evaluation stands for a training"
  }
}

extension Workbench {
  /// What a search of the space knows beforehand.
  ///
  /// - Parameters:
  ///   - oracle: tells the objective; nil when the objective is the score itself
  ///   - isCold: whether the zero-shot score is not to be used
  /// - Throws: `UserError` when the scorer gives no numbers.
  public func searchKnowledge(by oracle: Oracle?, isCold: Bool = false) throws -> SearchKnowledge {
    guard let oracle, !isCold else {
      return SearchKnowledge(
        sources: { try self.surrogateSources().withoutScores }, pool: oracle?.pool)
    }
    return SearchKnowledge(
      sources: { try self.surrogateSources() }, pool: oracle.pool,
      start: try promising(among: oracle.pool))
  }

  /// Architectures by their zero-shot scores, the best first, as many as a search could begin with.
  ///
  /// - Parameter pool: nil for all architectures of the space
  private func promising(among pool: [Architecture]?) throws -> [Architecture] {
    let most = 10_000
    if pool == nil, !Exhaustive.covers(space) {
      let kept = EvaluatedCandidates()
      var run = try SearchRun(
        RegularizedEvolution.self, with: ScorerEvaluator(scorer), budget: most, seed: 0)
      run.recorder = kept
      _ = try run.run()
      return try best(most, of: kept.architectures)
    }
    return try best(most, of: pool ?? Array(space.architectures))
  }

  private func best(_ count: Int, of architectures: [Architecture]) throws -> [Architecture] {
    let scores = try scorer.checkedScores(of: architectures).values
    return architectures.indices.filter { scores[$0].isFinite }.sorted {
      (scores[$1], architectures[$0]) < (scores[$0], architectures[$1])
    }.prefix(count).map { architectures[$0] }
  }
}
