import Experiments
import TGNAS
import Tables
import Terminal

extension EvolveProxyCommand {
  /// The largest formulas that are compared.
  private static let comparedSizes = [FormulaVariation.largestSize, 9, 5, 3]

  /// Compares formulas that were evolved without a space with other ways to combine proxies, and
  /// with single ones, on all architectures of its table.
  func compare(
    _ sources: FormulaSources, _ line: ProgressLine
  ) throws {
    var table = ResultTable(
      columns: ["space", "architectures", "accuracy", "score", "kendall", "kendall_sd", "formula"])
    let all = sources.sources
    var spaces: [String] = []
    for source in all where !spaces.contains(source.space.name) {
      spaces.append(source.space.name)
    }
    for (number, space) in spaces.enumerated() {
      let fronts = try (0..<seeds).compactMap { place in
        try front(without: space, seed + UInt64(place), sources) { fraction in
          let steps = Double(number * seeds + place) + fraction
          line.update(0.5 + steps / Double(2 * spaces.count * seeds), "without \(space)")
        }
      }
      for source in all where source.space.name == space {
        let terminals = try source.terminals(sources.terminals)
        let scores = try comparedScores(of: source, terminals, fronts, sources)
        for (column, accuracies) in source.accuracies {
          let best = try bestTerminal(of: terminals, accuracies, sources)
          for row in scores + [best].compactMap({ $0 }) {
            let taus = try row.scores.map { try RankCorrelation.kendall($0, accuracies) ?? 0 }
            let spread = Spread(taus)
            table.append([
              .text(source.space.name), .integer(accuracies.count), .text(column),
              .text(row.name), spread.map { .number($0.mean, decimals: 3) } ?? .missing,
              spread?.standardDeviation.map { .number($0, decimals: 3) } ?? .missing,
              .text(row.formula),
            ])
          }
        }
      }
    }
    line.finish()
    try write(table)
  }

  /// The scores of a source by one name: one list for each seed where chance takes part.
  private typealias NamedScores = (name: String, scores: [[Double]], formula: String)

  private func front(
    without space: String, _ seed: UInt64, _ sources: FormulaSources,
    progress: (Double) -> Void
  ) throws -> [FormulaEvolution.Candidate]? {
    var settings = evolutionSettings
    settings.seed = seed
    let found = sources.evolve(
      leavingOut: [space], settings, shouldStop: { Interrupts.wasInterrupted }
    ) { progress($0.fraction) }
    guard !Interrupts.wasInterrupted else {
      throw UserError("stopped before the comparison was complete")
    }
    return found?.front
  }

  private func comparedScores(
    of source: FormulaSources.Source, _ terminals: LabelledTerminals,
    _ fronts: [[FormulaEvolution.Candidate]], _ sources: FormulaSources
  ) throws -> [NamedScores] {
    var rows: [NamedScores] = []
    for size in EvolveProxyCommand.comparedSizes {
      let formulas = fronts.compactMap { $0.last { $0.size <= size }?.formula }
      rows.append(
        (
          "evolved, at most \(size) nodes", formulas.compactMap { terminals.scores($0) },
          formulas.first?.description ?? ""
        ))
    }
    func append(_ name: String, _ formula: Formula?, isShown: Bool = false) {
      guard let formula, let scores = terminals.scores(formula) else { return }
      rows.append((name, [scores], isShown ? formula.description : ""))
    }
    let space = source.space.name
    append("best single", sources.bestTerminal(leavingOut: [space]), isShown: true)
    append("non-negative fit", sources.nonNegativeFit(leavingOut: [space]))
    append("sum of all", sources.sumOfProxies(of: source))
    let forests = (0..<seeds).compactMap {
      sources.forestScores(of: source, terminals, seed: seed + UInt64($0))
    }
    if !forests.isEmpty { rows.append(("forest", forests, "")) }
    for proxy in [
      UsableSize.self, ClosedFormNASWOT.self, MultiplyAccumulateCount.self, ParameterCount.self,
    ] as [any Proxy.Type] {
      rows.append((proxy.name, [try source.scores(proxy)], ""))
    }
    if let learned = try sources.learnedScores(of: source) {
      rows.append(("learned score", [learned], ""))
    }
    rows.append(("default score", [try sources.defaultScores(of: source)], ""))
    return rows
  }

  /// The best terminal, or its opposite, by the labels themselves: what no choice without labels
  /// can be sure of.
  private func bestTerminal(
    of terminals: LabelledTerminals, _ accuracies: [Double], _ sources: FormulaSources
  ) throws -> NamedScores? {
    var best: (tau: Double, row: NamedScores)?
    for name in sources.terminals {
      for formula in [Formula.terminal(name), .unary(.negate, .terminal(name))] {
        guard let scores = terminals.scores(formula) else { continue }
        let tau = try RankCorrelation.kendall(scores, accuracies) ?? 0
        guard tau > best?.tau ?? -.infinity else { continue }
        best = (tau, ("best single by its labels", [scores], formula.description))
      }
    }
    return best?.row
  }
}
