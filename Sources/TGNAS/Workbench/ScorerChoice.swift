import Files
import Formulas
import Networks
import Operators
import Predictor
import Proxies
import Randomness
import Scoring
import Spaces
import Surrogates
import Wording

/// Chooses the scorer of a space.
struct ScorerChoice {
  /// How many random networks show whether the networks of a space differ in their widths only.
  private static let structureSampleSize = 64

  private let space: SearchSpace
  private let settings: ScoringSettings
  private let opened: OpenInstallation
  private let proxies: () throws -> ProxyEvaluator

  init(
    _ space: SearchSpace, _ settings: ScoringSettings, _ opened: OpenInstallation,
    proxies: @escaping () throws -> ProxyEvaluator
  ) {
    (self.space, self.settings, self.opened, self.proxies) = (space, settings, opened, proxies)
  }

  /// The scorer of the space, and the predictor if one was made.
  ///
  /// - Parameter note: receives a sentence for everything that the user should know
  func make(
    note: (Sentence) -> Void
  ) throws -> (scorer: any Scorer, predictor: ArchitecturePredictor?) {
    if case .proxy(let proxy) = settings.by { return (try proxyScorer(proxy, note), nil) }
    if case .formula(let file) = settings.by { return (try formulaScorer(file, note), nil) }
    if case .shippedFormula = settings.by {
      return (try formulaScorer(opened.installation.formula(for: space), note), nil)
    }
    if settings.isLeftOpen, let proxy = try wholeNetworkProxy() {
      let difference = proxy == LayerWidth.self ? " that differ in their widths only" : ""
      note(
        "note: \(space.name) is made of whole networks\(difference), and "
          + "the predictor learned from cells: scored by \(proxy.name), in closed form "
          + "(\(.by, "predictor") for the learned score)")
      let scorer = try proxyScorer(proxy, note)
      try noteExpectation(of: proxy.name, note)
      return (scorer, nil)
    }
    let predictor = try makePredictor(note: note)
    let learned = (scorer: predictor as any Scorer, predictor: predictor)
    guard settings.isLeftOpen, space.isMadeOfCells, !opened.installation.hasOwnWeights(for: space),
      let support = try support(of: predictor), !support.isEnough
    else {
      try noteTeachers(of: predictor, note)
      return learned
    }
    let sentence = support.sentence(on: space, by: predictor.provenance)
    do {
      let scorer = try ProxyScorer(UsableSize.self, by: proxies())
      note(
        "note: \(sentence): scored by \(UsableSize.name), in closed form "
          + "(\(.by, "predictor") for the learned score)"
      )
      if let remark = scorer.note { note(remark) }
      try noteExpectation(of: UsableSize.name, note)
      return (scorer, predictor)
    } catch let error as NetworkError {
      note(
        "warning: \(sentence), and networks to score by \(UsableSize.name) cannot be built "
          + "(\(error)): the learned score is a guess")
      try noteTeachers(of: predictor, note)
      return learned
    }
  }

  private func noteExpectation(of score: String, _ note: (Sentence) -> Void) throws {
    let expected = try ExpectedTau(of: score, in: opened.installation)
    if let sentence = expected.sentence(on: space) { note(sentence) }
  }

  private func proxyScorer(
    _ proxy: any Proxy.Type, _ note: (Sentence) -> Void
  ) throws -> ProxyScorer {
    let scorer = try ProxyScorer(proxy, by: proxies())
    if let remark = scorer.note { note(remark) }
    return scorer
  }

  /// - Throws: `UserError` when labels of the space chose the formula and that is not allowed.
  private func formulaScorer(
    _ file: FormulaFile, _ note: (Sentence) -> Void
  ) throws -> FormulaScorer {
    if let seen = file.seenSpace(of: space) {
      guard settings.allowingSeenLabels else {
        throw UserError(
          "the formula \"\(file.name)\" was chosen by labels of \(seen), so scores of "
            + "\(space.name) would be no prediction; evolve one without it, or pass "
            + "\(.allowSeenLabels, true)")
      }
      note(
        "warning: labels of \(seen) chose the formula \"\(file.name)\": these scores are no "
          + "zero-shot prediction")
    }
    let predictor =
      file.formula.terminals.contains(FormulaTerminals.learned)
      ? try makePredictor(note: note) : nil
    let scorer = try FormulaScorer(file, by: proxies(), learned: predictor)
    note(scorer.note)
    return scorer
  }

  /// The default proxy of a space of whole networks. Nil for cells, and for a space that describes
  /// no network.
  private func wholeNetworkProxy() throws -> (any Proxy.Type)? {
    guard !space.isMadeOfCells, !space.skeletons.isEmpty else { return nil }
    return try differsInWidthsOnly() ? LayerWidth.self : UsableSize.self
  }

  /// Whether random networks of the space (seed 0) differ in their widths only. Networks that
  /// cannot be built do not count.
  private func differsInWidthsOnly() throws -> Bool {
    let dataSet = try space.dataSet()
    var random = SplitMix64(seed: 0)
    var known: [Network.Step]?
    for _ in 0..<ScorerChoice.structureSampleSize {
      let network: Network
      do throws(NetworkError) {
        network = try space.network(of: space.sample(using: &random), for: dataSet)
      } catch {
        guard error.isDueToSize else { throw error }
        continue
      }
      let structure = network.structure
      if let known, known != structure { return false }
      known = structure
    }
    return known?.isEmpty == false
  }

  /// The support of the space by the sources of a predictor. Nil when no source is installed, or
  /// when the predictor reads no operator attributes.
  ///
  /// - Throws: any error of the encoder when an embedding has to be computed.
  func support(of predictor: ArchitecturePredictor) throws -> SourceSupport? {
    let sources = try opened.installation.sources(of: predictor.provenance)
    guard !sources.isEmpty, !predictor.readings.isEmpty else { return nil }
    let reader = try opened.reader()
    return SourceSupport(
      of: (predictor.space, predictor.readings.map(\.attributes)),
      by: try sources.map { ($0, try reader.read($0.operators).map(\.attributes)) },
      threads: settings.threads)
  }

  func makePredictor(note: (Sentence) -> Void) throws -> ArchitecturePredictor {
    let installation = opened.installation
    let predictor = try installation.predictor(
      for: space, weights: settings.weights,
      ignoringTypedAttributes: settings.ignoringTypedAttributes,
      allowingSeenLabels: settings.allowingSeenLabels, threads: settings.threads, by: opened)
    if let seen = predictor.seenSpace {
      note(
        "warning: the weights \"\(predictor.provenance.recipeName)\" saw labels of \(seen.name): "
          + "these scores are no zero-shot prediction")
    }
    if try !installation.isFamiliar(space, to: predictor.provenance) {
      note(
        "warning: the weights \"\(predictor.provenance.recipeName)\" learned from "
          + "\(space.isMadeOfCells ? "whole networks" : "cells") only, and \(space.name) is made "
          + "of \(space.isMadeOfCells ? "cells" : "whole networks"): expect a closed form, "
          + "\(.by, UsableSize.name) or, where widths alone differ, \(.by, "width"), to rank it "
          + "better")
    }
    noteReadings(predictor.readings, note)
    return predictor
  }

  private func noteTeachers(
    of predictor: ArchitecturePredictor, _ note: (Sentence) -> Void
  ) throws {
    guard predictor.isTaught else { return }
    let provenance = predictor.provenance
    let recipe = try Recipe(yaml: provenance.recipe, path: provenance.recipeName)
    let own = [space.name] + space.bases
    let seen = try recipe.teachers.map(\.proxy).filter {
      try ProxyRegistry.named($0).labelsSeen.contains(where: own.contains)
    }
    let remark =
      seen.isEmpty
      ? ""
      : "; labels of this space had been looked at when \(list(Set(seen).sorted())) was designed, "
        + "so that its figures here are not blind"
    note(
      "note: labels tell nothing of operators such as "
        + "\(list(predictor.unknownOperators.map(\.operator.name))): scored by the networks of "
        + "\"\(provenance.recipeName)\" that also learned from a closed form\(remark)")
  }

  /// Reports the readings of operators that the installation does not have. Shipped operators have
  /// known readings.
  private func noteReadings(_ readings: [OperatorReading], _ note: (Sentence) -> Void) {
    let isShipped = space.bases.isEmpty && space.isPart(of: opened.installation)
    let shipped =
      isShipped ? space.operators : space.lineage.dropFirst().flatMap(\.table.operators)
    let told = readings.notes(all: settings.isVerbose) { !shipped.contains($0.operator) }
    for sentence in told { note(sentence) }
    if !isShipped {
      for sentence in readings.ties { note(sentence) }
    }
  }
}
