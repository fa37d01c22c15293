import Encoder
import Files
import Networks
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

  /// Nil for the predictor in spaces of cells like those that it learned from; for
  /// ``NetworkScorer/Measure/capacity`` in spaces of other cells, and for ``NetworkScorer/Measure/naswot`` in
  /// spaces of whole networks, on which nothing was learned; for ``NetworkScorer/Measure/width`` where these differ
  /// in their widths only. With ``weights``, for the predictor everywhere.
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

  /// What scores; where labels refine a score, what they refine.
  public init(of scorer: any ArchitectureScorer) {
    let base = (scorer as? AdaptedScorer)?.base ?? scorer
    self = (base as? NetworkScorer).map { .network($0.measure) } ?? .predictor
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

  /// What scores the space.
  ///
  /// - Parameter note: gets a sentence for everything that the user should know of it
  /// - Throws: as `Installation.predictor(for:)` and ``NetworkScorer`` do.
  public func makeScorer(
    for space: SearchSpace, in installation: Installation, embeddings: OperatorEmbeddings,
    note: (String) -> Void
  ) throws -> any ArchitectureScorer {
    if case .network(let measure) = by {
      return try makeNetworkScorer(measure, for: space, in: installation, embeddings, note)
    }
    if isLeftOpen, let measure = try wholeNetworkMeasure(of: space) {
      let difference = measure == .width ? " that differ in their widths only" : ""
      note(
        "note: \(space.name) is made of whole networks\(difference), and "
          + "the predictor learned from cells: scored by \(measure.rawValue), in closed form (--by predictor for the "
          + "learned score)")
      return try NetworkScorer(measure, of: space, threads: threads)
    }
    let predictor = try makePredictor(
      for: space, in: installation, embeddings: embeddings, note: note)
    guard isLeftOpen, space.isMadeOfCells, !installation.hasOwnWeights(for: space),
      let support = try support(of: predictor, in: installation, embeddings: embeddings),
      !support.isEnough
    else { return predictor }
    do {
      let scorer = try NetworkScorer(
        .capacity, of: space, operators: predictor.readings.map(\.attributes), threads: threads)
      note(
        "note: \(support.sentence(on: space, by: predictor.provenance)): scored by capacity, in closed form "
          + "(--by predictor for the learned score)")
      note(Capacity.note(for: space))
      return scorer
    } catch {
      guard error is NetworkError else { throw error }
      note(
        "warning: \(support.sentence(on: space, by: predictor.provenance)), and networks to score "
          + "by capacity cannot be built (\(error)): the learned score is a guess")
      return predictor
    }
  }

  /// What scores a space of whole networks; nil for cells, and where no network is described.
  private func wholeNetworkMeasure(of space: SearchSpace) throws -> NetworkScorer.Measure? {
    guard !space.isMadeOfCells, !space.skeletons.isEmpty else { return nil }
    return try NetworkScorer.differsInWidthsOnly(space) ? .width : .naswot
  }

  /// Whether the user leaves to the program by what a space is scored.
  private var isLeftOpen: Bool { by == nil && weights == nil }

  private func makeNetworkScorer(
    _ measure: NetworkScorer.Measure, for space: SearchSpace, in installation: Installation,
    _ embeddings: OperatorEmbeddings, _ note: (String) -> Void
  ) throws -> NetworkScorer {
    // Only one measure asks what operators do; the others need no reader.
    guard measure == .capacity else {
      return try NetworkScorer(measure, of: space, threads: threads)
    }
    let operators = try installation.makeReader(embeddings: embeddings)
      .read(space.operators, ignoringTypedAttributes: ignoringTypedAttributes).map(\.attributes)
    let scorer = try NetworkScorer(measure, of: space, operators: operators, threads: threads)
    note(Capacity.note(for: space))
    return scorer
  }

  /// How much of a predictor's space is like what it learned from; nil when no source is known here, or the
  /// predictor reads no attributes of operators.
  ///
  /// - Throws: what the encoder throws when an embedding has to be computed and cannot.
  public func support(
    of predictor: ArchitecturePredictor, in installation: Installation,
    embeddings: OperatorEmbeddings
  ) throws -> SourceSupport? {
    let sources = try installation.sources(of: predictor.provenance)
    guard !sources.isEmpty, !predictor.readings.isEmpty else { return nil }
    let reader = try installation.makeReader(embeddings: embeddings)
    return SourceSupport(
      of: (predictor.space, predictor.readings.map(\.attributes)),
      by: try sources.map { ($0, try reader.read($0.operators).map(\.attributes)) },
      threads: threads)
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
          + "\(space.isMadeOfCells ? "cells" : "whole networks"): expect a closed "
          + "form, --by naswot or, where widths alone differ, --by width, to rank it better")
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
