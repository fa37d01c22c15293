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

      With several --objectives it prints the Pareto front, a row for each architecture: those that no \
      other one found beats in everything, by the first objective from the best on. The knee is the one \
      after which more of one objective costs the most of the others. Constraints are never violated; \
      when nothing meets them, the error says which excludes everything.

      Ctrl-C ends the search with what was found so far, and exit code 1. With --study the folder tells \
      everything, and --resume goes on after Ctrl-C, a crash or kill -9 to the same files, but for the \
      seconds: give the same space and options; a larger --budget is allowed.

        tgnas search nasbench201
        tgnas search nasbench201 --strategy pruning-evolution --budget 500 --seed 1
        tgnas search darts --seed 2 --study found
        tgnas search nasbench201 --objectives score,params --max-flops 100M
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
  @OptionGroup var goals: GoalOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var labels: LabelOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if budget < 1 { throw ValidationError("--budget is \(budget); expected 1 or more.") }
  }

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let named = try strategy.map { try SearchStrategies.named($0) }
    let space = try space.load()
    let goals = try goals.goals(for: space, threads: predictor.threadCount)
    let strategy = named ?? SearchStrategies.usual(for: space, goals)
    if goals.hasSeveralObjectives, benchmark != nil {
      throw ValidationError(
        "--benchmark judges one best architecture, and several --objectives give a front; leave out one."
      )
    }
    if named == nil, strategy != Exhaustive.self, !goals.hasSeveralObjectives {
      output.note("note: \(space.name) is too large to score whole: --strategy \(strategy.name)")
    }
    // A table that cannot be used is better found out now than after the search.
    let beforeTable = clock.now
    let networks = try benchmark.map { try TrainedNetworks(of: space, at: $0) }
    let timeForTable = clock.now - beforeTable
    let labelled = try labels.read(for: space)
    let unrefined = try predictor.makeScorer(for: space, notes: output)
    let scorer =
      try labelled?.refine(unrefined, with: predictor, notes: output) ?? unrefined
    var run = try SearchRun(
      strategy, with: CandidateEvaluator(scorer, goals), budget: budget, seed: seed)
    let study = try openStudy(by: scorer, labelled, goals, strategy)
    // After the search they would keep someone waiting who pressed Ctrl-C.
    let percentiles = percentiles(of: scorer)
    let recorder = try study.map {
      try StudyRecorder($0, of: space, percentiles: percentiles, goals: goals)
    }
    run.recorder = recorder
    let progress = SearchProgress(output, recorded: study?.recordedTrials ?? 0)
    Interrupts.watch()
    let search = try run.run(
      shouldStop: { Interrupts.wasInterrupted }, progress: { progress.update($0) })
    progress.finish()
    try recorder?.finish(search)
    if goals.hasSeveralObjectives {
      let front = FrontTable(of: search, in: space, goals, percentiles: percentiles)
      if let worst = run.worst { output.note(front.summary(worst: worst)) }
      try output.write(front.table())
      return try checkCompletion(of: search, run)
    }
    let percentile = percentiles.percentile(of: search.score)
    let total = clock.now - start - timeForTable
    var columns = ["arch", "score", "percentile", "evaluations", "seconds", "total_seconds"]
    var cells: [ResultTable.Cell] = [
      .text(space.notation(of: search.best)), .number(search.score, decimals: 4),
      .number(percentile, decimals: 2), .integer(search.evaluations),
      .number(search.duration / .seconds(1), decimals: 3),
      .number(total / .seconds(1), decimals: 3),
    ]
    for objective in goals.measured {
      let value = try objective.values(of: [search.best], scores: [search.score])[0]
      columns.append(objective.label)
      cells.append(type(of: objective).quantity.cell(value))
    }
    if let networks {
      guard let place = networks.architectures.firstIndex(of: search.best) else {
        throw EvaluationError(
          path: networks.table.path,
          "does not hold the architecture \(space.notation(of: search.best))")
      }
      for column in networks.accuracyColumns {
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
    try checkCompletion(of: search, run)
  }

  private func checkCompletion(of search: SearchResult, _ run: SearchRun) throws {
    guard search.isComplete else {
      throw SearchInterruption(
        evaluations: search.evaluations, expected: run.expectedEvaluations, study: study.study)
    }
  }

  /// The percentiles of a sample of the space, with a note on what in it cannot be scored.
  private func percentiles(of scorer: any ArchitectureScorer) -> Percentiles {
    let reference = Reference.architectures(for: scorer)
    let scores = scorer.scores(of: reference)
    predictor.noteMisfits(of: scorer, among: reference, scores, notes: output)
    return Percentiles(of: scores)
  }

  private func openStudy(
    by scorer: any ArchitectureScorer, _ labelled: LabelledArchitectures?, _ goals: SearchGoals,
    _ strategy: any SearchStrategy.Type
  ) throws -> Study? {
    guard let folder = study.study else { return nil }
    let space = scorer.space
    let (by, weights) = try predictor.identity(of: scorer)
    let installation = try Installation.locate()
    let description = StudyDescription(
      version: TGNAS.version, command: ShellWords.command(CommandLine.arguments),
      space: StudyDescription.Source(name: space.name, sha256: space.sha256), by: by,
      weights: try weights.map {
        try StudyDescription.Source(
          file: $0, from: installation.holds(weights: $0) ? nil : folder)
      }, operatorsFromText: predictor.operatorsFromText,
      labels: try labelled.map {
        StudyDescription.Labels(
          file: try StudyDescription.Source(file: $0.path, from: folder), column: $0.column)
      },
      goals: goals, latencies: try self.goals.sources(), strategy: strategy.name, budget: budget,
      seed: seed)
    return try Study(
      in: folder, description, resuming: study.resume, note: { output.note($0) })
  }
}

/// A search that was asked to stop, after what it found was printed.
private struct SearchInterruption: Error, CustomStringConvertible {
  let evaluations: Int
  let expected: Int
  let study: String?

  var description: String {
    "stopped after \(evaluations) of \(expected) evaluations; this is the best so far"
      + (study.map { "; the study \($0) goes on with --resume" } ?? "")
  }
}
