import Encoder
import Files
import Predictor
import Search
import Spaces
import Tensors

/// By what architectures are scored, as a user chooses it.
public struct ScorerChoice: Sendable {
  /// What can be scored by.
  public enum Score: Sendable, Hashable {
    /// Learned.
    case predictor
    /// A number of the whole network, nothing learned.
    case network(NetworkScorer.Measure)
  }

  /// Nil for the predictor in spaces of cells, and for ``NetworkScorer/Measure/naswot`` in spaces of whole
  /// networks, on which nothing was learned.
  public var by: Score?
  /// A name in `weights/` or a path; nil for `Installation.defaultWeights(for:)`.
  public var weights: String?
  /// Whether operators are understood by their descriptions alone.
  public var ignoringTypedAttributes: Bool
  /// Whether a space may be scored by weights that saw its labels.
  public var allowingSeenLabels: Bool
  /// They change the time, never a score.
  public var threads: Int

  public init(
    by: Score? = nil, weights: String? = nil, ignoringTypedAttributes: Bool = false,
    allowingSeenLabels: Bool = false, threads: Int = Parallel.processorCount
  ) {
    (self.by, self.weights, self.threads) = (by, weights, threads)
    self.ignoringTypedAttributes = ignoringTypedAttributes
    self.allowingSeenLabels = allowingSeenLabels
  }
}

extension ScorerChoice.Score {
  /// What users call it.
  public var name: String {
    switch self {
    case .predictor: "predictor"
    case .network(let measure): measure.rawValue
    }
  }

  /// The names there are.
  public static var names: [String] { all.map(\.name) }

  private static var all: [ScorerChoice.Score] {
    [.predictor] + NetworkScorer.Measure.allCases.map { .network($0) }
  }

  /// Nil when nothing has the name.
  public init?(name: String) {
    guard let found = ScorerChoice.Score.all.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}

extension ScorerChoice {
  /// Why the choice makes no sense; nil when it does.
  public var contradiction: String? {
    guard weights != nil, case .network(let measure) = by else { return nil }
    return
      "--by \(measure.rawValue) needs no weights; leave out --weights or say --by predictor"
  }

  /// What of the network scores the space; nil where the predictor does.
  public func measure(for space: SearchSpace) -> NetworkScorer.Measure? {
    switch by {
    case .predictor: nil
    case .network(let measure): measure
    case nil: weights == nil && !space.isMadeOfCells && !space.skeletons.isEmpty ? .naswot : nil
    }
  }

  /// What scores the space.
  ///
  /// - Parameter note: gets a sentence for everything that the user should know of it
  /// - Throws: as `Installation.predictor(for:)` and ``NetworkScorer`` do.
  public func makeScorer(
    for space: SearchSpace, in installation: Installation, embeddings: OperatorEmbeddings,
    note: (String) -> Void
  ) throws -> any ArchitectureScorer {
    guard let measure = measure(for: space) else {
      return try makePredictor(for: space, in: installation, embeddings: embeddings, note: note)
    }
    if by == nil {
      note(
        "note: \(space.name) is made of whole networks, and the predictor learned from cells: scored "
          + "by \(measure.rawValue), in closed form (--by predictor for the learned score)")
    }
    return try NetworkScorer(measure, of: space, threads: threads)
  }

  /// The predictor of the space.
  ///
  /// - Parameter note: gets a sentence for everything that the user should know of it
  /// - Throws: as `Installation.predictor(for:)` does.
  public func makePredictor(
    for space: SearchSpace, in installation: Installation, embeddings: OperatorEmbeddings,
    note: (String) -> Void
  ) throws -> ArchitecturePredictor {
    let predictor = try installation.predictor(
      for: space, weights: weights, ignoringTypedAttributes: ignoringTypedAttributes,
      allowingSeenLabels: allowingSeenLabels, threads: threads, embeddings: embeddings)
    if let seen = predictor.seenSpace {
      note(
        "warning: the weights \"\(predictor.provenance.recipeName)\" saw labels of \(seen.name): "
          + "these scores are no zero-shot prediction")
    }
    if try !installation.isFamiliar(space, to: predictor.provenance) {
      note(
        "warning: the weights \"\(predictor.provenance.recipeName)\" learned from "
          + "\(space.isMadeOfCells ? "whole networks" : "cells") only, and \(space.name) is made of "
          + "\(space.isMadeOfCells ? "cells" : "whole networks"): expect --by naswot to rank it better"
      )
    }
    // What the space takes over from the installation is known and meant.
    let shipped =
      space.bases.isEmpty && space.isPart(of: installation)
      ? space.operators : space.lineage.dropFirst().flatMap(\.table.operators)
    for reading in predictor.readings {
      let isOwn = !shipped.contains(reading.operator)
      if let sentence = reading.note(tellingKnownWordings: isOwn) { note(sentence) }
    }
    // In the spaces of the installation that is known and meant.
    if !space.isPart(of: installation) || !space.bases.isEmpty {
      for sentence in predictor.readings.ties { note(sentence) }
    }
    return predictor
  }

  /// What labels are generalised by, with the operators read as the scorer reads them.
  ///
  /// - Throws: ``PredictionError`` when no sampled architecture of the space gets a score.
  public func adaptationFeatures(
    _ scorer: any ArchitectureScorer, in installation: Installation,
    embeddings: OperatorEmbeddings
  ) throws -> AdaptationFeatures {
    var readings = (scorer as? ArchitecturePredictor)?.readings ?? []
    if readings.isEmpty {
      readings = try installation.makeReader(embeddings: embeddings)
        .read(scorer.space.operators, ignoringTypedAttributes: ignoringTypedAttributes)
    }
    return try AdaptationFeatures(
      scorer, operators: readings.map(\.attributes), threads: threads)
  }

  /// A sentence on which architectures have no network to score, as they would sink to the bottom silently;
  /// nil when there are none.
  public static func noteOnMisfits(
    of scorer: any ArchitectureScorer, among architectures: [Architecture], _ scores: [Double]
  ) -> String? {
    let lost = zip(architectures, scores).filter { $0.1 == -.infinity }.map(\.0)
    let base = (scorer as? AdaptedScorer)?.base ?? scorer
    return (base as? NetworkScorer)?.misfits(among: lost)?
      .note(among: architectures.count, in: scorer.space)
  }
}
