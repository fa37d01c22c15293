import Scoring
import Spaces
import Tensors

/// Scores architectures of a space by a surrogate: the zero-shot score, refined by labels of the
/// space.
public struct AdaptedScorer: Scorer, GraphScorer {
  private let encoding: SurrogateEncoding
  /// Nil without labels, where those of other tables are all there is.
  private let surrogate: (any SurrogateModel)?
  private let threads: Int
  /// The number of labelled architectures that have a zero-shot score.
  private let labelCount: Int

  /// The space of the zero-shot scorer.
  public var space: SearchSpace { base.space }
  /// The identity of the zero-shot scorer with the number of labels.
  public var identity: ScorerIdentity { base.identity.refined(by: labelCount) }
  /// Itself, when the zero-shot scorer can score graphs and the surrogate reads nothing but those;
  /// else nil.
  public var graphs: (any GraphScorer)? {
    base.graphs == nil || encoding.ofGraphs == nil ? nil : self
  }
  /// The zero-shot scorer.
  public let base: any Scorer

  /// - Parameters:
  ///   - base: the zero-shot scorer
  ///   - encoding: what the surrogate reads
  ///   - model: the surrogate
  ///   - labelled: architectures with their accuracies, higher is better; those without a zero-shot
  ///     score are skipped
  ///   - threads: change the time, never a score
  /// - Throws: `UserError` when the labels teach nothing, or are too many.
  public init(
    _ base: any Scorer, _ encoding: SurrogateEncoding,
    by model: any SurrogateModel.Type = Adaptation.self,
    labelled: [(architecture: Architecture, accuracy: Double)], threads: Int
  ) throws {
    (self.base, self.encoding, self.threads) = (base, encoding, threads)
    let architectures = labelled.map(\.architecture)
    let rows = AdaptedScorer.rows(of: architectures, base.scores(of: architectures), encoding)
    let usable = rows.indices.filter { rows[$0] != nil }
    labelCount = usable.count
    guard !labelled.isEmpty || encoding.scores <= 1 else {
      surrogate = nil
      return
    }
    surrogate = try model.init(
      usable.compactMap { rows[$0] }, accuracies: usable.map { labelled[$0].accuracy },
      SurrogateSetting(scores: encoding.scores, threads: threads))
  }

  private static func rows(
    of architectures: [Architecture], _ scores: Scores, _ encoding: SurrogateEncoding
  ) -> [[Double]?] {
    zip(encoding.rows(of: architectures, scores: scores), scores.values).map { row, score in
      score.isFinite ? row : nil
    }
  }

  /// One refined score for each architecture, in order, [B]. Minus infinity where the zero-shot
  /// scorer has none.
  public func scores(of architectures: [Architecture]) -> Scores {
    let zeroShot = base.scores(of: architectures)
    return Scores(
      scores(ofRows: AdaptedScorer.rows(of: architectures, zeroShot, encoding)),
      reasons: zeroShot.reasons)
  }

  /// One refined score for each graph, in order, [B].
  ///
  /// - Precondition: ``graphs`` is not nil.
  public func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] {
    guard let graphScorer = base.graphs, let features = encoding.ofGraphs else {
      preconditionFailure("nothing scores graphs; ask for graphs first")
    }
    return scores(ofRows: features.rows(ofGraphs: graphs, graphScorer.scores(ofGraphs: graphs)))
  }

  private func scores(ofRows rows: [[Double]?]) -> [Double] {
    guard let surrogate else {
      return rows.map {
        $0.map { Adaptation.scoreWithoutLabels(of: $0, encoding.scores) } ?? -.infinity
      }
    }
    var means = surrogate.means(of: rows.compactMap { $0 }, threads: threads).makeIterator()
    return rows.map { $0 == nil ? -.infinity : means.next() ?? -.infinity }
  }
}
