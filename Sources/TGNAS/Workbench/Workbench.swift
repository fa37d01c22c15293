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

/// A search space with all that scores its architectures: how its operators are read, the scorer, the proxies, and
/// where scores lie in the space. The command line and the C library work on it.
///
/// What is made, is made when it is asked for first, and once.
public final class Workbench: Sendable {
  public let space: SearchSpace
  public let settings: ScoringSettings
  public let opened: OpenInstallation
  /// What scores, refined by labels where there are any.
  public let scorer: any Scorer

  /// What scores without labels.
  private let zeroShot: any Scorer
  private let shared: Shared

  /// What a workbench and those that labels refine have together.
  private final class Shared: Sendable {
    let readings = Mutex<[OperatorReading]?>(nil)
    let predictor = Mutex<ArchitecturePredictor?>(nil)
    let proxies = Mutex<ProxyEvaluator?>(nil)
  }

  /// - Parameter note: gets a sentence for everything that the user should know
  /// - Throws: as `Installation.predictor(for:)` and `ProxyScorer` do.
  public convenience init(
    _ space: SearchSpace, _ settings: ScoringSettings = ScoringSettings(),
    in opened: OpenInstallation, note: (Sentence) -> Void
  ) throws {
    let shared = Shared()
    let choice = ScorerChoice(space, settings, opened) {
      try Workbench.proxies(of: space, settings, opened, shared)
    }
    let (scorer, predictor) = try choice.make(note: note)
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

  /// The same space, its scores refined by labelled architectures.
  ///
  /// - Throws: as `AdaptedScorer` does.
  public func refined(
    by labelled: [(architecture: Architecture, accuracy: Double)]
  ) throws -> Workbench {
    let refined = try AdaptedScorer(
      adaptationFeatures(), labelled: labelled, threads: settings.threads)
    return Workbench(space, settings, opened, scorer: refined, zeroShot: zeroShot, shared)
  }

  /// What labels are generalised by.
  ///
  /// - Throws: `UserError` when no sampled architecture of the space gets a score.
  public func adaptationFeatures() throws -> AdaptationFeatures {
    try AdaptationFeatures(zeroShot, operators: attributes(), threads: settings.threads)
  }

  /// How the operators of the space are read.
  ///
  /// - Throws: when a file is missing or damaged.
  public func readings() throws -> [OperatorReading] {
    try Workbench.readings(of: space, settings, opened, shared)
  }

  /// What each operator of the space does, [O].
  public func attributes() throws -> [OperatorAttributes] { try readings().map(\.attributes) }

  /// The proxies of the space's architectures.
  ///
  /// - Throws: `NetworkError` when the space has no networks.
  public func proxies() throws -> ProxyEvaluator {
    try Workbench.proxies(of: space, settings, opened, shared)
  }

  /// The file of the weights that score; nil where nothing was learned.
  ///
  /// - Throws: as `Installation.path(ofWeights:)` and `Installation.defaultWeights(for:)` do.
  public func weightsFile() throws -> String? {
    guard zeroShot.identity.weights != nil else { return nil }
    return try settings.weights.map(opened.installation.path(ofWeights:))
      ?? opened.installation.defaultWeights(for: space)
  }

  /// How much of the space is like what its weights learned from; nil where no source is known here, or the
  /// weights read no attributes.
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

  /// Where scores lie in the whole space, or in a sample of a large one.
  ///
  /// - Parameters:
  ///   - seed: of the sample
  ///   - note: gets a sentence on what in it cannot be scored
  public func percentiles(seed: UInt64 = 0, note: (Sentence) -> Void = { _ in }) -> Percentiles {
    let reference = PercentileReference.architectures(for: scorer, seed: seed)
    let scores = scorer.scores(of: reference)
    if let unscored = scores.unscored(among: reference) {
      note(unscored.warning(among: reference.count, in: space))
    }
    return Percentiles(of: scores)
  }

  /// What the objectives of a search are made from.
  ///
  /// - Parameter latencyTables: paths of tables of latencies, one a device
  /// - Throws: when a table cannot be used, and `UserError` when two are of one device.
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
      let context = ProxyContext(space, for: try space.dataSet(), threads: settings.threads) {
        try readings(of: space, settings, opened, shared).map(\.attributes)
      }
      let evaluator = ProxyEvaluator(in: context)
      known = evaluator
      return evaluator
    }
  }
}
