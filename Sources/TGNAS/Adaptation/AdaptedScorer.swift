import Predictor
import Search
import Spaces
import Tensors

/// Scores architectures of a space by a zero-shot score and what labelled architectures of the space
/// taught.
public struct AdaptedScorer: ArchitectureScorer {
  private let features: AdaptationFeatures
  private let adaptation: Adaptation
  private let threads: Int

  public var space: SearchSpace { features.scorer.space }
  public var scoresGraphs: Bool { features.scorer.scoresGraphs }
  /// What scores without labels.
  public var base: any ArchitectureScorer { features.scorer }

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
    adaptation = try Adaptation(
      usable.compactMap { rows[$0] }, accuracies: usable.map { labelled[$0].accuracy })
  }

  public func scores(of architectures: [Architecture]) -> [Double] {
    scores(ofRows: features.rows(of: architectures))
  }

  public func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] {
    scores(ofRows: features.rows(ofGraphs: graphs))
  }

  private func scores(ofRows rows: [[Double]?]) -> [Double] {
    Parallel.map(rows.count, threads: threads) { index, _ in
      rows[index].map { adaptation.score(of: $0) } ?? -.infinity
    }
  }
}
