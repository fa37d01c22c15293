import ArgumentParser
import Experiments
import Files
import Plots
import TGNAS
import Tables

/// For maintainers: the figures of docs/search.md.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract:
      "Compares what search strategies find, over many seeds, in a space that is trained whole.",
    usage: "tgnas compare <space> --benchmark <file> [<options>]",
    discussion: """
      Prints for each strategy, budget and accuracy the distribution over the seeds of the true accuracy \
      of what was found: mean, std, min, median, max, and regret, the mean distance to the best of the \
      table. Strategies are guided by the score, random search and regularised evolution by the \
      true accuracy as well.
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
    if seeds < 1 { throw ValidationError("--seeds is \(seeds); expected 1 or more.") }
    _ = try budgetList()
  }

  private func budgetList() throws -> [Int] {
    try budgets.split(separator: ",").map { word in
      guard let budget = Int(word), budget > 0 else {
        throw ValidationError("--budgets has \"\(word)\"; expected numbers of 1 or more.")
      }
      return budget
    }
  }

  func run() throws {
    let space = try space.load()
    let networks = try TrainedNetworks(of: space, at: benchmark)
    let comparison = try StrategyComparison(
      networks, of: try predictor.workbench(for: space, notes: output).scorer)
    let entries = try self.entries(comparison, in: space)
    let decimals = TrainedNetworks.decimals(of: Array(comparison.best.values))
    if let plot {
      try AtomicFile.write(self.plot(entries, comparison, decimals).svg, to: plot)
    }
    try output.write(table(entries, comparison, decimals))
  }

  private func entries(
    _ comparison: StrategyComparison, in space: SearchSpace
  ) throws -> [StrategyComparison.Entry] {
    let line = output.progressLine()
    defer { line.finish() }
    let budgets = try budgetList()
    var tasks: [(StrategyComparison.Guide, any SearchStrategy.Type, [Int])] = []
    for strategy in SearchStrategies.registered {
      switch strategy {
      case is Exhaustive.Type: tasks.append((.score, strategy, [space.size.countable ?? 1]))
      case is Pruning.Type:
        tasks.append((.score, strategy, [Pruning.evaluations(of: space, budget: 0)]))
      default: tasks.append((.score, strategy, budgets))
      }
    }
    for column in comparison.columns {
      for strategy in [RegularizedEvolution.self, RandomSearch.self] as [any SearchStrategy.Type] {
        tasks.append((.accuracy(column), strategy, budgets))
      }
    }
    return try tasks.enumerated().flatMap { place, task in
      line.update(Double(place) / Double(tasks.count), task.1.name)
      return try task.2.map { budget in
        try comparison.entry(
          task.0, task.1, budget: budget, seeds: task.1 == Exhaustive.self ? 1 : seeds,
          threads: predictor.threadCount)
      }
    }
  }

  private func table(
    _ entries: [StrategyComparison.Entry], _ comparison: StrategyComparison, _ decimals: Int
  ) -> ResultTable {
    var table = ResultTable(columns: [
      "accuracy", "guide", "strategy", "budget", "mean", "std", "min", "median", "max", "regret",
    ])
    for column in comparison.columns {
      for entry in entries {
        guard let found = entry.found[column]?.sorted(), let spread = Spread(found) else {
          continue
        }
        let median = (found[(found.count - 1) / 2] + found[found.count / 2]) / 2
        func number(_ value: Double) -> ResultTable.Cell { .number(value, decimals: decimals) }
        table.append([
          .text(column), .text(entry.guide == .score ? "score" : "true accuracy"),
          .text(entry.strategy), .integer(entry.budget), number(spread.mean),
          spread.standardDeviation.map(number) ?? .missing, number(found[0]), number(median),
          number(found[found.count - 1]), number((comparison.best[column] ?? 0) - spread.mean),
        ])
      }
    }
    return table
  }

  private func plot(
    _ entries: [StrategyComparison.Entry], _ comparison: StrategyComparison, _ decimals: Int
  ) -> LinePlot {
    let panels = comparison.columns.map { column in
      let ofColumn = entries.filter { $0.found[column] != nil }
      var names: [String] = []
      for entry in ofColumn where !names.contains(name(entry)) { names.append(name(entry)) }
      let curves = names.map { name in
        let points = ofColumn.filter { self.name($0) == name }.compactMap { entry in
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

  private func name(_ entry: StrategyComparison.Entry) -> String {
    "\(entry.strategy) by \(entry.guide == .score ? "score" : "true accuracy")"
  }
}
