import Randomness
import Scoring
import Spaces
import Statistics
import Tensors
import Wording

/// The encoding of architectures that ``Adaptation`` learns from: the zero-shot score and the
/// statistics of the operator graph, each standardised.
///
/// The scale is that of a random sample of the space. It needs no labels.
public struct AdaptationFeatures: Sendable {
  /// How many random architectures of the space set the scale, drawn with seed 0.
  static let sampleSize = 1_000
  /// The distance between two architectures that differ by one deviation: in the score, or in all
  /// statistics together.
  static let spread = 3.0

  /// Gives the zero-shot scores.
  public let scorer: any Scorer
  private let statistics: GraphStatistics
  private let scale: Standardisation
  private let threads: Int

  /// - Parameters:
  ///   - operators: the attributes of the space's operators, [O]
  ///   - threads: change the time, never a number
  /// - Throws: ``UserError`` when no sampled architecture of the space gets a score.
  public init(
    _ scorer: any Scorer, operators: [OperatorAttributes], threads: Int
  ) throws {
    let space = scorer.space
    var random = SplitMix64(seed: 0)
    let sample = (0..<AdaptationFeatures.sampleSize).map { _ in space.sample(using: &random) }
    self.scorer = scorer
    self.threads = threads
    statistics = GraphStatistics(operators)
    let rows = AdaptationFeatures.rows(
      scorer.scores(of: sample).values, statistics, threads
    ) { space.operatorGraph(of: sample[$0]) }.compactMap { $0 }
    guard !rows.isEmpty else {
      throw UserError(
        "none of \(AdaptationFeatures.sampleSize) random architectures of \(space.name) gets a "
          + "score, so that labels have nothing to refine")
    }
    scale = Standardisation(of: rows)
  }

  /// One row for each architecture, in order, the score first. Nil for an architecture without a
  /// score.
  public func rows(of architectures: [Architecture]) -> [[Double]?] {
    rows(of: architectures, scorer.scores(of: architectures))
  }

  /// The same where the scores are known.
  ///
  /// - Parameter scores: the scores of the architectures, in the same order
  package func rows(of architectures: [Architecture], _ scores: Scores) -> [[Double]?] {
    rows(scores.values) { scorer.space.operatorGraph(of: architectures[$0]) }
  }

  /// - Parameter scores: the scores of the graphs, in the same order
  func rows(ofGraphs graphs: [OperatorGraph?], _ scores: [Double]) -> [[Double]?] {
    rows(scores) { graphs[$0] }
  }

  private func rows(
    _ scores: [Double], _ graph: @Sendable (Int) -> OperatorGraph?
  ) -> [[Double]?] {
    let rows = AdaptationFeatures.rows(scores, statistics, threads, graph)
    let weight = AdaptationFeatures.spread / Double(GraphStatistics.names.count).squareRoot()
    return Parallel.map(rows.count, threads: threads) { index, _ in
      rows[index].map { row in
        let scaled = scale(row)
        return [AdaptationFeatures.spread * scaled[0]] + scaled.dropFirst().map { weight * $0 }
      }
    }
  }

  /// Rows of scores and graph statistics. The statistics are those of the canonical form, so that
  /// isomorphic graphs get the same bits.
  private static func rows(
    _ scores: [Double], _ statistics: GraphStatistics, _ threads: Int,
    _ graph: @Sendable (Int) -> OperatorGraph?
  ) -> [[Double]?] {
    Parallel.map(scores.count, threads: threads) { index, _ in
      guard scores[index].isFinite, let graph = graph(index) else { return nil }
      return [scores[index]] + statistics.row(of: graph.canonicalForm.graph)
    }
  }
}
