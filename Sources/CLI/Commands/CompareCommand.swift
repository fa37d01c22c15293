import ArgumentParser
import Experiments
import Files
import Plots
import TGNAS
import Tables
import Wording

/// For maintainers: the figures of docs/search.md.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract:
      "Compares search strategies over many seeds, in a space of trained architectures.",
    usage: "tgnas compare <space> --benchmark <file> [<options>]",
    discussion: """
      Prints the true accuracy of the found architecture, for each strategy, budget and column of \
      accuracies: mean, std, min, median and max over the seeds, and regret, the mean distance to \
      the best of the table. The score guides every strategy; the true accuracy guides random \
      search and regularised evolution as well.
      """,
    shouldDisplay: false)

  @OptionGroup var space: SpaceArgument
  @Option(
    help: ArgumentHelp("The table of trained networks.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var benchmark: String?
  @Option(help: ArgumentHelp("How many seeds.", valueName: "n")) var seeds = 100
  @Option(
    help: ArgumentHelp("How many evaluations, separated by commas.", valueName: "budgets"))
  var budgets = "50,100,200,500,1000"
  @Option(help: ArgumentHelp("Draw the means into this SVG file.", valueName: "file"))
  var plot: String?
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if !NumberLimit.repetitions.range.contains(seeds) {
      throw ValidationError(
        "--seeds is \(seeds); expected \(seeds < 1 ? "1 or more" : NumberLimit.repetitions.words).")
    }
    _ = try budgetList()
  }

  private func budgetList() throws -> [Int] {
    try budgets.split(separator: ",").map { word in
      guard let budget = NumberLimit.held.read(word) else {
        throw ValidationError(
          "--budgets has \"\(word)\"; expected numbers of 1 or more, up to 100,000,000.")
      }
      return budget
    }
  }

  func run() throws {
    let space = try space.load()
    let networks = try TrainedNetworks(of: space, at: benchmark)
    let workbench = try predictor.workbench(for: space, notes: output)
    output.measure(networks.architectures, on: workbench)
    let comparison = try StrategyComparison(networks, of: workbench.scorer)
    let line = output.progressLine()
    let entries = try comparison.entries(
      budgets: budgetList(), seeds: seeds, threads: predictor.threadCount
    ) { line.update($0, $1) }
    line.finish()
    let decimals = TrainedNetworks.decimals(of: Array(comparison.best.values))
    if let plot {
      try AtomicFile.write(self.plot(entries, comparison, decimals).svg, to: plot)
    }
    try output.write(comparison.table(of: entries))
  }

  private func plot(
    _ entries: [StrategyComparison.Entry], _ comparison: StrategyComparison, _ decimals: Int
  ) -> LinePlot {
    let panels = comparison.columns.map { column in
      let ofColumn = entries.filter { $0.found[column] != nil }
      var names: [String] = []
      for entry in ofColumn where !names.contains(entry.name) { names.append(entry.name) }
      let curves = names.map { name in
        let points = ofColumn.filter { $0.name == name }.compactMap { entry in
          Spread(entry.found[column] ?? []).map { (x: Double(entry.budget), y: $0.mean) }
        }
        return LinePlot.Curve(name: name, points: points, isDashed: name.hasSuffix("accuracy"))
      }
      return LinePlot.Panel(
        title: column, curves: curves.filter { $0.points.count > 1 },
        best: comparison.best[column] ?? 0, decimals: decimals)
    }
    return LinePlot(label: "evaluations", panels: panels)
  }
}
