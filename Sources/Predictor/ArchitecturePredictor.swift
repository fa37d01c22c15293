import Operators
import Scoring
import Spaces
import Tensors
import Wording

/// Scores untrained architectures of one space. Higher is better; only differences of scores of one
/// predictor and one space mean anything.
public struct ArchitecturePredictor: Scorer, GraphScorer {
  /// The space whose architectures are scored.
  public let space: SearchSpace
  /// The training of the weights.
  public let provenance: Provenance
  /// How the operators of the space were understood; empty when the network reads embeddings.
  public let readings: [OperatorReading]
  /// The readings of operators that no label tells of. Where there are any, ``isTaught`` weights
  /// score.
  public let unknownOperators: [OperatorReading]
  /// Whether the networks that score also learned from teachers, so from a closed form.
  public let isTaught: Bool
  /// The threads that scoring uses; they change the time, never a score.
  public var threads: Int
  private let path: String?
  private let ensemble: [ScoringMember]
  /// The space whose operators have the roles that were read.
  private let graphSpace: SearchSpace
  private let bag: ScoringBag?
  private let kind: Recipe.Network.Kind

  /// Whether the weights were trained on labels of the space.
  public var hasSeenLabels: Bool { seenSpace != nil }
  /// The space whose labels the weights saw: this one, or one that this one extends or resembles.
  public let seenSpace: SeenSpace?
  /// The number of ensemble members.
  public var memberCount: Int { ensemble.count }

  public var identity: ScorerIdentity {
    ScorerIdentity(
      "predictor",
      weights: .init(
        name: provenance.recipeName, labelsSeen: provenance.labelsSeen, path: path))
  }

  public var graphs: (any GraphScorer)? { self }

  public var members: [any Scorer] {
    ensemble.map { ArchitecturePredictor(self, ensemble: [$0]) }
  }

  /// - Parameters:
  ///   - ignoringTypedAttributes: understands the operators by their descriptions even where the
  ///     space file states their attributes; the descriptions then also decide which operators cut
  ///     a connection and which pass their input on
  ///   - allowingSeenLabels: scores the space even by weights that saw its labels
  ///   - withoutTeachers: scores by what was learned from labels alone, also where there are
  ///     operators of which these tell nothing
  ///   - sources: spaces that the weights were trained on, by which copies of these are known
  /// - Throws: ``UserError`` when the weights saw the labels of the space and that is not allowed;
  ///   what the encoder throws when an embedding has to be computed and cannot.
  public init(
    weights: PredictorWeights, space: SearchSpace, reader: OperatorReader,
    embeddings: any SentenceEmbeddings, ignoringTypedAttributes: Bool = false,
    allowingSeenLabels: Bool = false, withoutTeachers: Bool = false,
    sources: [SearchSpace] = [], threads: Int = Parallel.processorCount
  ) throws {
    seenSpace = try weights.provenance.seenSpace(of: space, sources: sources, reader: reader)
    if !allowingSeenLabels, let seenSpace {
      throw UserError(
        "the weights \"\(weights.provenance.recipeName)\" were trained on labels of "
          + "\(seenSpace.described(for: space.name)), so scores of it would be no prediction; "
          + "choose other weights with \(set: .weights), or pass \(.allowSeenLabels, true)")
    }
    let features = try OperatorFeatures(
      for: weights.configuration.kind, of: space.operators, reader: reader, embeddings: embeddings,
      ignoringTypedAttributes: ignoringTypedAttributes)
    self.space = space
    graphSpace =
      ignoringTypedAttributes && !features.readings.isEmpty
      ? space.replacingRoles(features.readings.map(\.role)) ?? space : space
    provenance = weights.provenance
    path = weights.path
    readings = features.readings
    self.threads = threads
    kind = weights.configuration.kind
    let known = weights.knownOperators
    let unknown = features.readings.filter { reading in
      reading.role == .operation && known?.tell(of: reading.attributes) == false
    }
    let taught = unknown.isEmpty || withoutTeachers ? nil : weights.taught
    (unknownOperators, isTaught) = (unknown, taught != nil)
    let chosen = taught ?? weights.labelled
    ensemble = chosen.members.map {
      ScoringMember($0, configuration: weights.configuration, operators: features.inputs)
    }
    bag = chosen.bag.map { ScoringBag($0, operators: features.inputs) }
  }

  private init(_ other: ArchitecturePredictor, ensemble: [ScoringMember]) {
    (space, provenance, readings) = (other.space, other.provenance, other.readings)
    (graphSpace, path) = (other.graphSpace, other.path)
    (unknownOperators, isTaught) = (other.unknownOperators, other.isTaught)
    seenSpace = other.seenSpace
    (threads, kind, bag) = (other.threads, other.kind, other.bag)
    self.ensemble = ensemble
  }

  /// One score for each architecture, in order. The score is the mean over the ensemble members,
  /// each standardised to mean 0 and deviation 1 over its training set. The bag of operators, if
  /// there is one, has a share of the score. An architecture whose input does not reach its output
  /// computes nothing: it scores minus infinity.
  public func scores(of architectures: [Architecture]) -> Scores {
    switch kind {
    case .directed:
      Scores(
        scores(
          ofForms: forms(architectures.count) { graphSpace.operatorGraph(of: architectures[$0]) }))
    case .published:
      Scores(combined(architectures.map { space.drawnGraph(of: $0) }))
    }
  }

  /// One score for each operator graph of the space, such as those of partly pruned supernets; nil
  /// stands for a graph that is not connected.
  ///
  /// Isomorphic graphs are scored once, in one form, so that they get the same score to the last
  /// bit.
  public func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] {
    scores(ofForms: forms(graphs.count) { graphs[$0] })
  }

  /// The canonical forms of `count` graphs, made on all threads.
  private func forms(
    _ count: Int, _ graph: @Sendable (Int) -> OperatorGraph?
  ) -> [OperatorGraph.CanonicalForm?] {
    let size = 512
    return Parallel.map((count + size - 1) / size, threads: threads) { chunk, _ in
      (chunk * size..<min(count, (chunk + 1) * size)).map { graph($0)?.canonicalForm }
    }.flatMap { $0 }
  }

  private func scores(ofForms forms: [OperatorGraph.CanonicalForm?]) -> [Double] {
    var places: [OperatorGraph.CanonicalForm: Int] = [:]
    var distinct: [OperatorGraph] = []
    let chosen = forms.map { form -> Int? in
      guard let form else { return nil }
      if let known = places[form] { return known }
      places[form] = distinct.count
      distinct.append(form.graph)
      return distinct.count - 1
    }
    let scores = combined(distinct)
    return chosen.map { $0.map { scores[$0] } ?? -.infinity }
  }

  private func combined(_ graphs: [OperatorGraph]) -> [Double] {
    var sums = [Double](repeating: 0, count: graphs.count)
    for scores in ScoringMember.scores(of: graphs, by: ensemble, threads: threads) {
      for (index, score) in scores.enumerated() { sums[index] += score }
    }
    let means = sums.map { $0 / Double(ensemble.count) }
    let scores = bag.map { bag in
      zip(graphs, means).map { bag.score(of: $0, beside: $1) }
    }
    // Minus infinity means that an architecture computes nothing, and this one does.
    return (scores ?? means).map { $0 == -.infinity ? .nan : $0 }
  }
}
