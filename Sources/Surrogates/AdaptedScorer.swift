import Scoring
import Spaces
import Tensors

/// Scores architectures of a space by a surrogate: the zero-shot score, refined by labels of the
/// space.
public struct AdaptedScorer: Scorer, GraphScorer {
  private let features: AdaptationFeatures
  private let adaptation: Adaptation
  private let threads: Int
  /// The number of labelled architectures that have a zero-shot score.
  private let labelCount: Int

  /// The space of the zero-shot scorer.
  public var space: SearchSpace { features.scorer.space }
  /// The identity of the zero-shot scorer with the number of labels.
  public var identity: ScorerIdentity { features.scorer.identity.refined(by: labelCount) }
  /// Itself, when the zero-shot scorer can score graphs; else nil.
  public var graphs: (any GraphScorer)? { features.scorer.graphs == nil ? nil : self }
  /// The zero-shot scorer.
  public var base: any Scorer { features.scorer }

  /// - Parameters:
  ///   - labelled: architectures with their accuracies, higher is better; those without a zero-shot
  ///     score are skipped
  ///   - threads: change the time, never a score
  /// - Throws: the errors of ``Adaptation``.
  public init(
    _ features: AdaptationFeatures, labelled: [(architecture: Architecture, accuracy: Double)],
    threads: Int
  ) throws {
    let rows = features.rows(of: labelled.map(\.architecture))
    let usable = rows.indices.filter { rows[$0] != nil }
    self.features = features
    self.threads = threads
    labelCount = usable.count
    adaptation = try Adaptation(
      usable.compactMap { rows[$0] }, accuracies: usable.map { labelled[$0].accuracy })
  }

  /// One refined score for each architecture, in order, [B]. Minus infinity where the zero-shot
  /// scorer has none.
  public func scores(of architectures: [Architecture]) -> Scores {
    let zeroShot = features.scorer.scores(of: architectures)
    return Scores(
      scores(ofRows: features.rows(of: architectures, zeroShot)), reasons: zeroShot.reasons)
  }

  /// One refined score for each graph, in order, [B].
  ///
  /// - Precondition: ``graphs`` is not nil.
  public func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] {
    guard let graphScorer = features.scorer.graphs else {
      preconditionFailure("nothing scores graphs; ask for graphs first")
    }
    return scores(ofRows: features.rows(ofGraphs: graphs, graphScorer.scores(ofGraphs: graphs)))
  }

  private func scores(ofRows rows: [[Double]?]) -> [Double] {
    Parallel.map(rows.count, threads: threads) { index, _ in
      rows[index].map { adaptation.score(of: $0) } ?? -.infinity
    }
  }
}
