import Files
import Operators
import Predictor
import Proxies
import Scoring
import Search
import Spaces
import Surrogates
import Synchronization
import Wording

/// A search space with everything that scores its architectures: the readings of its operators, the
/// scorer, the proxies, and percentiles. The command line and the C library work on it.
///
/// Each part is made when it is first asked for, and only once.
public final class Workbench: Sendable {
  /// The space of all architectures.
  public let space: SearchSpace
  /// How architectures are scored.
  public let settings: ScoringSettings
  /// The installation that everything is read from.
  public let opened: OpenInstallation
  /// The scorer; a surrogate when there are labels.
  public let scorer: any Scorer

  /// Whether the scorer is a surrogate.
  public var isRefined: Bool { scorer is AdaptedScorer }

  /// The scorer without labels.
  private let zeroShot: any Scorer
  private let shared: Shared

  /// The parts that a workbench shares with its refined copies.
  private final class Shared: Sendable {
    let readings = Mutex<[OperatorReading]?>(nil)
    let predictor = Mutex<ArchitecturePredictor?>(nil)
    let proxies = Mutex<ProxyEvaluator?>(nil)
    let reader = Mutex<CodeReader?>(nil)
  }

  /// - Parameter note: receives a sentence for everything that the user should know
  /// - Throws: the errors of `Installation.predictor(for:)` and `ProxyScorer`.
  public convenience init(
    _ space: SearchSpace, _ settings: ScoringSettings = ScoringSettings(),
    in opened: OpenInstallation, note: (Sentence) -> Void
  ) throws {
    let shared = Shared()
    let choice = ScorerChoice(space, settings, opened) {
      try Workbench.proxies(of: space, settings, opened, shared)
    }
    let (scorer, predictor) = try choice.make(note: note)
    // The predictor reads descriptions, and builds no layers.
    if !(scorer is ArchitecturePredictor) {
      for sentence in space.layerNotes { note(sentence) }
    }
    if let predictor {
      shared.predictor.withLock { $0 = predictor }
      if !predictor.readings.isEmpty { shared.readings.withLock { $0 = predictor.readings } }
    }
    self.init(space, settings, opened, scorer: scorer, zeroShot: scorer, shared)
  }

  private init(
    _ space: SearchSpace, _ settings: ScoringSettings, _ opened: OpenInstallation,
    scorer: any Scorer, zeroShot: any Scorer, _ shared: Shared
  ) {
    (self.space, self.settings, self.opened) = (space, settings, opened)
    (self.scorer, self.zeroShot, self.shared) = (scorer, zeroShot, shared)
  }

  /// A workbench on the same space whose scorer is a surrogate fitted to labels.
  ///
  /// - Parameters:
  ///   - labelled: architectures with their accuracies; higher is better. May be empty where other
  ///     tables have labels.
  ///   - others: labels of the same space by other tables, such as for another data set
  /// - Throws: the errors of `AdaptedScorer`.
  public func refined(
    by labelled: [(architecture: Architecture, accuracy: Double)],
    from others: [LabelledArchitectures] = []
  ) throws -> Workbench {
    let choice = settings.surrogate
    let refined = try AdaptedScorer(
      zeroShot, surrogateEncoding(choice.encodings, from: others),
      by: SurrogateModels.named(choice.model), labelled: labelled, threads: settings.threads)
    return Workbench(space, settings, opened, scorer: refined, zeroShot: zeroShot, shared)
  }

  /// The encoding that the surrogate learns from.
  ///
  /// - Throws: `UserError` when no sampled architecture of the space gets a score.
  public func adaptationFeatures() throws -> AdaptationFeatures {
    try AdaptationFeatures(zeroShot, operators: attributes(), threads: settings.threads)
  }

  /// What surrogates may read of the space's architectures, the zero-shot score among it.
  ///
  /// - Throws: when a file is missing or damaged.
  public func surrogateSources() throws -> SurrogateSources {
    var given: (@Sendable () throws -> any ArchitectureEmbedder)?
    if let path = settings.surrogate.reading.table {
      given = { try EmbeddingTable(of: self.space, at: path) }
    }
    return SurrogateSources(
      space, scorer: zeroShot, operators: try attributes(), threads: settings.threads,
      code: { try self.codeReader() }, given: given)
  }

  /// What reads the space's architectures as code.
  ///
  /// - Throws: when the language model cannot be read, and `UserError` when the space has no
  ///   networks.
  public func codeReader() throws -> CodeReader {
    try shared.reader.withLock { known in
      if let known { return known }
      let reader = try CodeReader(of: space, settings.surrogate.reading, in: opened)
      known = reader
      return reader
    }
  }

  /// How encodings turn architectures into vectors and on what proxies are measured, for the
  /// record of a search; empty where neither is done.
  ///
  /// - Parameter encodings: those that are in use
  /// - Throws: when the language model or the table cannot be read.
  public func reading(for encodings: [String]) throws -> [String] {
    var words: [String] = []
    if encodings.contains(CodeEncoding.name) { words += try codeReader().description }
    if !measuredProxies.isEmpty { words.append(settings.measurement.description) }
    if encodings.contains(GivenEmbeddings.name), let table = settings.surrogate.reading.table {
      words.append("\(Folder.name(of: table)) \(try Digest.sha256(ofFile: table))")
    }
    return words
  }

  /// Reads architectures as code before anything asks for them, where the surrogate reads code.
  ///
  /// - Parameter progress: receives how many are read, of how many
  /// - Throws: as ``codeReader()``
  public func readCode(
    of architectures: [Architecture], progress: (_ done: Int, _ of: Int) -> Void
  ) throws {
    guard settings.surrogate.encodings.contains(CodeEncoding.name) else { return }
    try codeReader().read(architectures, threads: settings.threads, progress: progress)
  }

  /// The rows that a surrogate reads.
  ///
  /// - Parameters:
  ///   - names: of encodings
  ///   - others: labels of the same space by other tables
  /// - Throws: the errors of `SurrogateEncoding`, and `UserError` when such labels teach nothing.
  public func surrogateEncoding(
    _ names: [String], from others: [LabelledArchitectures] = []
  ) throws -> SurrogateEncoding {
    let sources = try surrogateSources()
    return try SurrogateEncoding(
      names, of: sources, from: others.map { try TransferredScore($0, of: sources) })
  }

  /// The evaluator of proxies, where something has asked for one.
  var knownProxies: ProxyEvaluator? { shared.proxies.withLock { $0 } }

  /// The readings of the space's operators, [O].
  ///
  /// - Throws: when a file is missing or damaged.
  public func readings() throws -> [OperatorReading] {
    try Workbench.readings(of: space, settings, opened, shared)
  }

  /// The attributes of the space's operators, [O].
  public func attributes() throws -> [OperatorAttributes] { try readings().map(\.attributes) }

  /// Evaluates proxies of the space's architectures.
  ///
  /// - Throws: `NetworkError` when the space has no networks.
  public func proxies() throws -> ProxyEvaluator {
    try Workbench.proxies(of: space, settings, opened, shared)
  }

  /// Evaluates proxies of the space's architectures, measured ones on certain images.
  ///
  /// - Throws: `NetworkError` when the space has no networks.
  public func proxies(measuredOn measurement: ProxyMeasurement) throws -> ProxyEvaluator {
    ProxyEvaluator(
      in: try Workbench.context(of: space, settings, opened, shared, measurement))
  }

  /// The path of the scorer's weights or formula; nil when nothing was learned.
  ///
  /// - Throws: the errors of `Installation.path(ofWeights:)` and
  ///   `Installation.defaultWeights(for:)`.
  public func weightsFile() throws -> String? {
    if case .formula(let file) = settings.by { return file.path }
    if case .shippedFormula = settings.by {
      return try opened.installation.formula(for: space).path
    }
    guard zeroShot.identity.weights != nil else { return nil }
    return try settings.weights.map(opened.installation.path(ofWeights:))
      ?? opened.installation.defaultWeights(for: space)
  }

  /// The support of the space by the spaces that its weights were trained on. Nil when none of
  /// these is installed, or when the weights read no attributes.
  public func support() throws -> SourceSupport? {
    let choice = ScorerChoice(space, settings, opened, proxies: proxies)
    let predictor = try shared.predictor.withLock { known in
      if let known { return known }
      let made = try choice.makePredictor { _ in }
      known = made
      return made
    }
    return try choice.support(of: predictor)
  }

  /// How many random architectures percentiles refer to; nil where they refer to the whole space.
  /// Few where a language model reads each, or where each network is run.
  public var percentileSample: Int? {
    if settings.by?.isMeasured == true { return RankPopulation.size }
    if isRefined, settings.surrogate.encodings.contains(CodeEncoding.name) { return 200 }
    return PercentileReference.isWhole(space) ? nil : PercentileReference.sampleSize(for: scorer)
  }

  /// The percentiles of the scores of the whole space, or of a random sample of a large space.
  ///
  /// - Parameters:
  ///   - seed: of the sample
  ///   - note: receives a sentence on architectures of it that cannot be scored
  public func percentiles(seed: UInt64 = 0, note: (Sentence) -> Void = { _ in }) -> Percentiles {
    let reference = percentileReference(seed: seed)
    let scores = scorer.scores(of: reference)
    if let unscored = scores.unscored(among: reference) {
      note(unscored.warning(among: reference.count, in: space))
    }
    return Percentiles(of: scores)
  }

  /// The proxies and latency models for the objectives of a search.
  ///
  /// - Parameter latencyTables: paths of latency tables, one for each device
  /// - Throws: when a table cannot be used, and `UserError` when two tables are of one device.
  public func objectiveSources(latencyTables: [String]) throws -> ObjectiveSources {
    try ObjectiveSources(of: space, latencyTables: latencyTables) { try self.proxies() }
  }

  private static func readings(
    of space: SearchSpace, _ settings: ScoringSettings, _ opened: OpenInstallation,
    _ shared: Shared
  ) throws -> [OperatorReading] {
    try shared.readings.withLock { known in
      if let known { return known }
      let read = try opened.reader().read(
        space.operators, ignoringTypedAttributes: settings.ignoringTypedAttributes)
      known = read
      return read
    }
  }

  private static func proxies(
    of space: SearchSpace, _ settings: ScoringSettings, _ opened: OpenInstallation,
    _ shared: Shared
  ) throws -> ProxyEvaluator {
    try shared.proxies.withLock { known in
      if let known { return known }
      let evaluator = ProxyEvaluator(
        in: try context(of: space, settings, opened, shared, settings.measurement))
      known = evaluator
      return evaluator
    }
  }

  private static func context(
    of space: SearchSpace, _ settings: ScoringSettings, _ opened: OpenInstallation,
    _ shared: Shared, _ measurement: ProxyMeasurement
  ) throws -> ProxyContext {
    var context = ProxyContext(
      space, for: try space.dataSet(), threads: settings.threads, measuredOn: measurement,
      knowing: opened.measured
    ) {
      try readings(of: space, settings, opened, shared).map(\.attributes)
    }
    context.progress = opened.measuringProgress
    return context
  }
}
