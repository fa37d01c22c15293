import ArgumentParser
import TGNAS
import Tensors
import Wording

/// The choice of the scorer; the same options for every command that scores.
struct PredictorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The weights to score with, a name in weights/ or a path; by default those that were trained "
        + "without labels of the space.",
      valueName: "name"),
    completion: .weights)
  var weights: String?

  @Option(
    help: ArgumentHelp(
      "The score: predictor (learned), a proxy (a number of the untrained network; tgnas proxies "
        + "lists them), formula (evolved over proxies, without labels of the space) or "
        + "formula:FILE (your own). By default predictor for spaces of cells like those that it "
        + "was trained on, usable_size for spaces of other cells and of whole networks, and width "
        + "where these differ in their widths only.",
      valueName: "score"),
    completion: .list(ScoringSettings.Score.names))
  var by: String?

  @OptionGroup var images: ImageOptions

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
      Read the operators from their descriptions only, ignoring typed attributes and whether the \
      space file calls them zero or identity.
      """)
  var operatorsFromText = false

  func validate() throws {
    do {
      try settings().check()
    } catch {
      throw ValidationError("\(CommandLineError.shown(error)).")
    }
  }

  var threadCount: Int { threads ?? Parallel.processorCount }

  /// The options as settings of the library.
  ///
  /// - Throws: `UnknownNameError` when no score has the name.
  func settings() throws -> ScoringSettings {
    ScoringSettings(
      by: try by.map { try ScoringSettings.Score(named: $0) }, weights: weights,
      ignoringTypedAttributes: operatorsFromText, allowingSeenLabels: allowSeenLabels,
      threads: threadCount)
  }

  /// A workbench on the space. The output receives notes on what the user should know of its
  /// scores.
  ///
  /// - Parameters:
  ///   - labels: the labels of a surrogate; nil for zero-shot scores
  ///   - surrogate: what is fitted to them
  ///   - others: labels by other tables
  ///   - proxies: others than the score that are asked for
  /// - Throws: `UserError` for options on images that no measured proxy reads.
  func workbench(
    for space: SearchSpace, _ labels: LabelledArchitectures? = nil,
    by surrogate: SurrogateChoice = .usual, from others: [LabelledArchitectures] = [],
    beside proxies: [any Proxy.Type] = [], notes: OutputOptions
  ) throws -> Workbench {
    var settings = try settings()
    let scoresMeasure = settings.by?.isMeasured == true
    let othersMeasure = proxies.contains { $0.kind.isMeasured }
    guard scoresMeasure || othersMeasure || images.given.isEmpty else {
      throw ValidationError(
        "\(list(images.given)) goes with measured proxies, and none is asked for; name one, such "
          + "as --by \(SynFlow.name), or leave it out.")
    }
    settings.measurement = try images.measurement()
    // A measured score says itself on what it is measured.
    if othersMeasure, !scoresMeasure { notes.note(settings.measurement.note) }
    if case .proxy(let proxy)? = settings.by { notes.noteAggregates(among: [proxy]) }
    notes.noteAggregates(among: proxies)
    settings.surrogate = surrogate
    settings.isVerbose = notes.verbose
    let zeroShot = try Workbench(
      space, settings, in: notes.open(threads: threadCount), note: { notes.note($0) })
    if labels == nil, others.isEmpty { return zeroShot }
    for labels in (labels.map { [$0] } ?? []) + others {
      notes.note(
        "note: scores are refined by \(labels.accuracies.count) labelled architectures of "
          + "\(space.name) (\(labels.path), \(labels.column)): no zero-shot prediction")
      for sentence in labels.notes { notes.note(sentence) }
      if let warning = labels.warning(
        scores: zeroShot.scorer.scores(of: labels.architectures).values)
      {
        notes.note(warning)
      }
    }
    if let labels {
      try notes.progressLine().showReading(of: labels.architectures, on: zeroShot)
    }
    return try zeroShot.refined(
      by: labels.map { Array(zip($0.architectures, $0.accuracies)) } ?? [], from: others)
  }
}
