import ArgumentParser
import Reports
import TGNAS

/// Which predictor scores, the same for every command that scores.
struct PredictorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The weights to score with, a name in weights/ or a path; by default those that were trained "
        + "without labels of the space.",
      valueName: "name"),
    completion: .file(extensions: ["h5"]))
  var weights: String?

  @Option(
    help: ArgumentHelp(
      "What to score by: predictor (learned), \(NetworkScorer.Measure.allCases.map(\.rawValue).joined(separator: ", ")) (of the whole network, "
        + "nothing learned); by default predictor for spaces of cells like those that it learned from, "
        + "capacity for spaces of other cells, and naswot for spaces of whole networks, width where these "
        + "differ in their widths only.",
      valueName: "score"))
  var by: ScorerChoice.Score?

  @Option(
    help: ArgumentHelp(
      "Threads to score with; they change the time, never a score.", valueName: "n"))
  var threads: Int?

  @Flag(
    name: [.customLong("allow-seen-labels"), .customLong("allow-seen")],
    help: """
      Score a space even with weights that were trained on its labels; such scores are no \
      prediction, and a warning says so.
      """)
  var allowSeenLabels = false

  @Flag(
    help: """
      Understand the operators by their descriptions alone, ignoring typed attributes and whether the \
      space file calls them zero or identity.
      """)
  var operatorsFromText = false

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads is \(threads); expected 1 or more.")
    }
    if let contradiction = choice.contradiction { throw ValidationError(contradiction + ".") }
  }

  var threadCount: Int { threads ?? Parallel.processorCount }

  /// The same for the library.
  private var choice: ScorerChoice {
    ScorerChoice(
      by: by, weights: weights, ignoringTypedAttributes: operatorsFromText,
      allowingSeenLabels: allowSeenLabels, threads: threadCount)
  }

  /// What scores the space, with notes on what the user should know of it.
  func makeScorer(
    for space: SearchSpace, notes: OutputOptions
  ) throws -> any ArchitectureScorer {
    let installation = try Installation.locate()
    return try choice.makeScorer(
      for: space, in: installation, embeddings: embeddings(in: installation, notes)
    ) { notes.note($0) }
  }

  /// The predictor, with notes on what the user should know of it.
  func makePredictor(for space: SearchSpace, notes: OutputOptions) throws -> ArchitecturePredictor {
    let installation = try Installation.locate()
    return try choice.makePredictor(
      for: space, in: installation, embeddings: embeddings(in: installation, notes)
    ) { notes.note($0) }
  }

  private func embeddings(
    in installation: Installation, _ notes: OutputOptions
  ) -> OperatorEmbeddings {
    installation.makeEmbeddings(threads: threadCount, reportCacheProblem: notes.noteCacheProblem)
  }

  /// How much of the space is like what its default weights learned from; nil where that cannot be told.
  func support(of space: SearchSpace, notes: OutputOptions) throws -> SourceSupport? {
    let installation = try Installation.locate()
    let embeddings = embeddings(in: installation, notes)
    let predictor = try choice.makePredictor(
      for: space, in: installation, embeddings: embeddings
    ) { _ in }
    return try choice.support(of: predictor, in: installation, embeddings: embeddings)
  }

  /// What a scorer of these options is: its name, and the file of its weights where it has any.
  func identity(of scorer: any ArchitectureScorer) throws -> (by: String, weights: String?) {
    let by = ScorerChoice.Score(of: scorer)
    guard by == .predictor else { return (by.name, nil) }
    let installation = try Installation.locate()
    return (
      by.name,
      try weights.map(installation.path(ofWeights:))
        ?? installation.defaultWeights(for: scorer.space)
    )
  }

  /// Notes which architectures have no network to score; they would sink to the bottom silently.
  func noteMisfits(
    of scorer: any ArchitectureScorer, among architectures: [Architecture], _ scores: [Double],
    notes: OutputOptions
  ) {
    if let note = ScorerChoice.noteOnMisfits(of: scorer, among: architectures, scores) {
      notes.note(note)
    }
  }

  /// What labels are generalised by, with the operators read as the scorer reads them.
  func adaptationFeatures(_ scorer: any ArchitectureScorer) throws -> AdaptationFeatures {
    let installation = try Installation.locate()
    return try choice.adaptationFeatures(
      scorer, in: installation, embeddings: installation.makeEmbeddings(threads: threadCount))
  }
}

extension ScorerChoice.Score: ExpressibleByArgument {
  public init?(argument: String) { self.init(name: argument) }

  public static var allValueStrings: [String] { names }
}

/// The search space of a command.
struct SpaceArgument: ParsableArguments {
  @Argument(
    help: "The search space: a name such as nasbench201, or the path of a .yaml file.")
  var space: String

  func load() throws -> SearchSpace { try SpaceArgument.load(space) }

  /// The space of this name, or of the file at this path.
  static func load(_ space: String) throws -> SearchSpace {
    // No name has a slash in it, so that this is a path, whatever it ends in.
    if space.contains("/") {
      return try SearchSpace(contentsOf: space, in: .locate())
    }
    return try SearchSpace.named(space, in: .locate())
  }
}
