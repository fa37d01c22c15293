import Randomness
import Scoring
import Spaces
import Statistics
import Tensors
import Wording

/// What a few labels are generalised by: an architecture's zero-shot score and the statistics of its
/// operator graph, each on the scale that it has in the space.
///
/// The scale is that of a random sample of the space, which needs no label.
public struct AdaptationFeatures: Sendable {
  /// How many architectures of the space set the scale, drawn with seed 0.
  static let sampleSize = 1_000
  /// How far apart one deviation puts two architectures: by the score, and by all statistics together.
  static let spread = 3.0

  public let scorer: any Scorer
  private let statistics: GraphStatistics
  private let scale: Standardisation
  private let threads: Int

  /// - Parameters:
  ///   - operators: what the operators of the scorer's space do, [O]
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

  /// One row for each architecture, the score first; nil for those without a score.
  public func rows(of architectures: [Architecture]) -> [[Double]?] {
    rows(of: architectures, scorer.scores(of: architectures))
  }

  /// - Parameter scores: of the architectures
  func rows(of architectures: [Architecture], _ scores: Scores) -> [[Double]?] {
    rows(scores.values) { scorer.space.operatorGraph(of: architectures[$0]) }
  }

  /// - Parameter scores: of the graphs
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

  /// Scores with the statistics of one form of each graph, so that isomorphic graphs get the same bits.
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
