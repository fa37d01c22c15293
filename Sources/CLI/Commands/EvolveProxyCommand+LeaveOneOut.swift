import Experiments
import TGNAS
import Tables
import Terminal

extension EvolveProxyCommand {
  /// The largest formulas that are compared.
  private static let comparedSizes = [FormulaVariation.largestSize, 9, 5, 3]

  /// Compares formulas that were evolved without a space with hand-made proxies, on all
  /// architectures of its table. The single proxy is the best one on the other spaces.
  func compare(
    _ sources: FormulaSources, _ line: ProgressLine
  ) throws {
    var table = ResultTable(
      columns: ["space", "architectures", "accuracy", "score", "kendall", "kendall_sd", "formula"])
    let all = sources.sources
    for (number, source) in all.enumerated() {
      var fronts: [[FormulaEvolution.Candidate]] = []
      for place in 0..<seeds {
        var settings = evolutionSettings
        settings.seed = seed + UInt64(place)
        let found = sources.evolve(
          leavingOut: [source.space.name], settings, shouldStop: { Interrupts.wasInterrupted }
        ) { progress in
          let steps = Double(number * seeds + place) + progress.fraction
          line.update(0.5 + steps / Double(2 * all.count * seeds), "without \(source.space.name)")
        }
        guard let found else { continue }
        fronts.append(found.front)
        guard !Interrupts.wasInterrupted else {
          throw UserError("stopped before the comparison was complete")
        }
      }
      var rows: [(name: String, scores: [[Double]], formula: String)] = []
      for size in EvolveProxyCommand.comparedSizes {
        let formulas = fronts.compactMap { $0.last { $0.size <= size }?.formula }
        rows.append(
          (
            "evolved, at most \(size) nodes", try formulas.map { try source.scores($0) },
            formulas.first?.description ?? ""
          ))
      }
      if let single = sources.bestTerminal(leavingOut: [source.space.name]) {
        rows.append(("best single", [try source.scores(single)], single.description))
      }
      if let fit = sources.nonNegativeFit(leavingOut: [source.space.name]) {
        rows.append(("non-negative fit", [try source.scores(fit)], ""))
      }
      rows.append(
        ("sum of all", [try source.scores(sources.sumOfProxies)], ""))
      for proxy in [
        UsableSize.self, ClosedFormNASWOT.self, MultiplyAccumulateCount.self, ParameterCount.self,
      ] as [any Proxy.Type] {
        rows.append((proxy.name, [try source.scores(proxy)], ""))
      }
      for column in source.networks.accuracyColumns {
        let accuracies = try source.networks.numbers(column)
        for row in rows {
          let taus = try row.scores.map { try RankCorrelation.kendall($0, accuracies) ?? 0 }
          let spread = Spread(taus)
          table.append([
            .text(source.space.name), .integer(accuracies.count), .text(column), .text(row.name),
            spread.map { .number($0.mean, decimals: 3) } ?? .missing,
            spread?.standardDeviation.map { .number($0, decimals: 3) } ?? .missing,
            .text(row.formula),
          ])
        }
      }
    }
    line.finish()
    try write(table)
  }
}
