import ArgumentParser
import Reports
import TGNAS

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Finds the best architecture of a space.",
    usage: "tgnas search <space> [<options>]",
    discussion: """
      Strategies: \(SearchStrategies.registered.map { "\($0.name) (\($0.summary))" }
        .joined(separator: "; ")).

      Prints arch (the space's official notation), score (higher is better), percentile (share of \
      the space that scores lower, in per cent), evaluations, seconds (of the search proper) and \
      total_seconds (with start-up and percentile). With --benchmark also the true accuracies, the \
      true rank (1 is best) and the regret to the best of the table.

        tgnas search nasbench201
        tgnas search nasbench201 --strategy pruning-evolution --budget 500 --seed 1
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @Option(
    help: """
      How to search; by default \(Exhaustive.name) in spaces of up to \(Exhaustive.largestSize) \
      architectures, else \(PruningEvolution.name).
      """)
  var strategy: String?
  @Option(
    help: ArgumentHelp(
      "How many candidates a strategy may score; exhaustive scores all.", valueName: "n"))
  var budget = 1000
  @Option(help: ArgumentHelp("The seed of all random choices.", valueName: "n"))
  var seed: UInt64 = 0
  @Option(
    help: ArgumentHelp(
      "A table of trained networks, to tell how good the found one really is.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var benchmark: String?
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if budget < 1 { throw ValidationError("--budget is \(budget); expected 1 or more.") }
  }

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let named = try strategy.map { try SearchStrategies.named($0) }
    let space = try space.load()
    let strategy = named ?? SearchStrategies.usual(for: space)
    if named == nil, strategy != Exhaustive.self {
      output.note("note: \(space.name) is too large to score whole: --strategy \(strategy.name)")
    }
    // A table that cannot be used is better found out now than after the search.
    let beforeTable = clock.now
    let networks = try benchmark.map { try TrainedNetworks(of: space, at: $0) }
    let timeForTable = clock.now - beforeTable
    let scorer = try predictor.makeScorer(for: space, notes: output)
    let line = output.progressLine()
    var run = try SearchRun(
      strategy, with: CandidateEvaluator(scorer), budget: budget, seed: seed)
    let search = try run.run(progress: { run in
      line.update(Double(run.evaluations) / Double(run.expectedEvaluations), "scoring")
    })
    line.finish()
    let reference = Reference.architectures(of: space)
    let scores = scorer.scores(of: reference)
    predictor.noteMisfits(of: scorer, among: reference, scores, notes: output)
    let percentile = Percentiles(of: scores).percentile(of: search.score)
    let total = clock.now - start - timeForTable
    var columns = ["arch", "score", "percentile", "evaluations", "seconds", "total_seconds"]
    var cells: [ResultTable.Cell] = [
      .text(space.notation(of: search.best)), .number(search.score, decimals: 4),
      .number(percentile, decimals: 2), .integer(search.evaluations),
      .number(search.duration.seconds, decimals: 3), .number(total.seconds, decimals: 3),
    ]
    if let networks {
      guard let place = networks.architectures.firstIndex(of: search.best) else {
        throw EvaluationError(
          path: networks.table.path,
          "does not hold the architecture \(space.notation(of: search.best))")
      }
      for column in networks.benchmark.accuracies {
        let accuracies = try networks.numbers(column)
        let found = accuracies[place]
        let decimals = TrainedNetworks.decimals(of: accuracies)
        columns += [column, "\(column)_rank", "\(column)_regret"]
        cells += [
          .number(found, decimals: decimals),
          .integer(RankingMetrics.rank(of: found, among: accuracies)),
          .number((accuracies.max() ?? found) - found, decimals: decimals),
        ]
      }
    }
    var table = ResultTable(columns: columns)
    table.append(cells)
    try output.write(table.record(output.format))
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
