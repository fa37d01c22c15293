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
        + "nothing learned); by default predictor for spaces of cells and naswot for spaces of "
        + "whole networks, on which nothing was learned.",
      valueName: "score"))
  var by: Score?

  @Option(
    help: ArgumentHelp(
      "Threads to score with; they change the time, never a score.", valueName: "n"))
  var threads: Int?

  @Flag(
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
    if weights != nil, case .network(let measure) = by {
      throw ValidationError(
        "--by \(measure.rawValue) needs no weights; leave out --weights or say --by predictor.")
    }
  }

  var threadCount: Int { threads ?? Parallel.processorCount }

  /// What scores the space, with notes on what the user should know of it.
  func makeScorer(
    for space: SearchSpace, notes: OutputOptions
  ) throws -> any ArchitectureScorer {
    guard let measure = measure(for: space) else {
      return try makePredictor(for: space, notes: notes)
    }
    if by == nil {
      notes.note(
        "note: \(space.name) is made of whole networks, and the predictor learned from cells: scored "
          + "by \(measure.rawValue), in closed form (--by predictor for the learned score)")
    }
    return try NetworkScorer(measure, of: space, threads: threadCount)
  }

  /// What of the network scores the space; nil where the predictor does.
  private func measure(for space: SearchSpace) -> NetworkScorer.Measure? {
    switch by {
    case .predictor: nil
    case .network(let measure): measure
    case nil: weights == nil && !space.isMadeOfCells && !space.skeletons.isEmpty ? .naswot : nil
    }
  }

  /// By what a space is scored, known by its content.
  func identity(
    for space: SearchSpace
  ) throws -> (by: String, weights: StudyDescription.Source?) {
    if let measure = measure(for: space) { return (measure.rawValue, nil) }
    let installation = try Installation.locate()
    let path =
      try weights.map(installation.path(ofWeights:)) ?? installation.defaultWeights(for: space)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let source = StudyDescription.Source(name: name, sha256: try Digest.sha256(ofFile: path))
    return (Score.predictorName, source)
  }

  /// Notes which architectures have no network to score; they would sink to the bottom silently.
  func noteMisfits(
    of scorer: any ArchitectureScorer, among architectures: [Architecture], _ scores: [Double],
    notes: OutputOptions
  ) {
    let lost = zip(architectures, scores).filter { $0.1 == -.infinity }.map(\.0)
    let base = (scorer as? AdaptedScorer)?.base ?? scorer
    guard let misfits = (base as? NetworkScorer)?.misfits(among: lost) else { return }
    notes.note(misfits.note(among: architectures.count, in: scorer.space))
  }

  /// The predictor, with notes on what the user should know of it.
  func makePredictor(for space: SearchSpace, notes: OutputOptions) throws -> ArchitecturePredictor {
    let installation = try Installation.locate()
    let predictor = try installation.predictor(
      for: space, weights: weights, ignoringTypedAttributes: operatorsFromText,
      allowingSeenLabels: allowSeenLabels, threads: threadCount,
      embeddings: installation.makeEmbeddings(
        threads: threadCount, reportCacheProblem: notes.noteCacheProblem))
    if let seen = predictor.seenSpace {
      notes.note(
        "warning: the weights \"\(predictor.provenance.recipeName)\" saw labels of \(seen.name): "
          + "these scores are no zero-shot prediction")
    }
    if try !installation.isFamiliar(space, to: predictor.provenance) {
      notes.note(
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
      if let sentence = reading.note(tellingKnownWordings: isOwn) { notes.note(sentence) }
    }
    // In the spaces of the installation that is known and meant.
    if !space.isPart(of: installation) || !space.bases.isEmpty {
      for sentence in predictor.readings.ties { notes.note(sentence) }
    }
    return predictor
  }
}

extension NetworkScorer.Misfits {
  func note(among total: Int, in space: SearchSpace) -> String {
    "warning: \(count) of \(total) networks cannot be built and score -inf, such as "
      + "\(space.notation(of: first)): \(reason)"
  }
}

/// What can be scored by.
enum Score: ExpressibleByArgument {
  case predictor
  case network(NetworkScorer.Measure)

  static let predictorName = "predictor"

  init?(argument: String) {
    if argument == Score.predictorName {
      self = .predictor
    } else if let measure = NetworkScorer.Measure(rawValue: argument) {
      self = .network(measure)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] {
    [predictorName] + NetworkScorer.Measure.allCases.map(\.rawValue)
  }
}

extension OperatorReading {
  /// What the user should know of how the operator was read from its description; nil when there was
  /// nothing to guess.
  ///
  /// - Parameter tellingKnownWordings: also tells what known wordings were read as
  func note(tellingKnownWordings: Bool = false) -> String? {
    switch source {
    case .typed, .role: return nil
    case .exact where !tellingKnownWordings: return nil
    case .exact, .read, .estimated: break
    }
    return isDoubtful
      ? "warning: \"\(`operator`.description)\" resembles no operator that is known; "
        + "\(`operator`.name) is scored as \(words) (\(evidence)): state its attributes in the "
        + "space file if that is wrong"
      : "note: operator \(`operator`.name) is read as \(words) (\(evidence))"
  }
}

extension [OperatorReading] {
  /// Which operators predictors cannot tell apart, one note for each group of them.
  var ties: [String] {
    let computing = filter { $0.operator.role == .operation }
    let groups = Dictionary(grouping: computing.indices) { computing[$0].attributes }
    return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }.map { group in
      let names = group.map { computing[$0].operator.name }
      return
        "note: \(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1]) are read "
        + "alike: architectures that differ in these alone tie; state \"attributes\" in a space file to tell "
        + "them apart"
    }
  }
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
