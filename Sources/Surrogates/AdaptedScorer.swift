import Scoring
import Spaces
import Tensors

/// Scores architectures of a space by a zero-shot score and what labelled architectures of the space
/// taught.
public struct AdaptedScorer: Scorer, GraphScorer {
  private let features: AdaptationFeatures
  private let adaptation: Adaptation
  private let threads: Int
  /// Labelled architectures that have a zero-shot score.
  private let labelCount: Int

  public var space: SearchSpace { features.scorer.space }
  public var identity: ScorerIdentity { features.scorer.identity.refined(by: labelCount) }
  public var graphs: (any GraphScorer)? { features.scorer.graphs == nil ? nil : self }
  /// What scores without labels.
  public var base: any Scorer { features.scorer }

  /// - Parameters:
  ///   - labelled: architectures with their accuracies; those without a zero-shot score are passed over
  ///   - threads: change the time, never a score
  /// - Throws: as ``Adaptation`` does.
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

  public func scores(of architectures: [Architecture]) -> Scores {
    let zeroShot = features.scorer.scores(of: architectures)
    return Scores(
      scores(ofRows: features.rows(of: architectures, zeroShot)), reasons: zeroShot.reasons)
  }

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
