import ArgumentParser
import TGNAS
import Tables
import Wording

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Searches a space for its best architecture or its Pareto front.",
    usage: "tgnas search <space> [<options>]",
    discussion: """
      Strategies: \(SearchStrategies.registered.map { "\($0.name) (\($0.summary))" }
        .joined(separator: "; ")).

      Prints arch (the space's official notation), score (higher is better), percentile (share of \
      the space that scores lower, in per cent), evaluations, seconds (of the search itself) and \
      total_seconds (with start-up and percentile). With --benchmark it adds the true accuracies, \
      the true rank (1 is best) and the regret against the best of the table.

      With several --objectives it prints the Pareto front, one architecture a row, by the first \
      objective from the best on; of architectures equal in all objectives the first found is \
      printed. The knee is the point behind which getting better in one objective costs the most \
      in the others. Constraints are never violated. When no architecture meets them, the error \
      names the constraint that excludes all.

      With --oracle a search is replayed in which each evaluation is a training that a table \
      knows. The score is then what the table says. Searches begin with the best architectures by \
      the zero-shot score, and \(Bananas.name) refines it by the results.

      Ctrl-C ends the search, prints the best so far and exits with code 1. With --study the \
      folder records the whole search. After Ctrl-C, a crash or kill -9, --resume goes on to the \
      same files, except for the seconds. Give the same space and options; --budget may be larger.

        tgnas search nasbench201
        tgnas search nasbench201 --strategy pruning-evolution --budget 500 --seed 1
        tgnas search darts --seed 2 --study found
        tgnas search nasbench201 --objectives score,params --max-flops 100M
        tgnas search nasbench201 --oracle nasbench201.csv:cifar10_val --budget 30
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @Option(
    help: """
      The search strategy; by default \(Exhaustive.name) in spaces of up to \
      \(Exhaustive.largestSize) architectures, else \(PruningEvolution.name); with --oracle \
      \(Bananas.name).
      """,
    completion: .list(SearchStrategies.registered.map { $0.name }))
  var strategy: String?
  @Option(
    help: ArgumentHelp(
      "How many candidates a strategy may evaluate; exhaustive evaluates all.", valueName: "n"))
  var budget = 1000
  @Option(help: ArgumentHelp("The seed of all random choices.", valueName: "n"))
  var seed: UInt64 = 0
  @Option(
    help: ArgumentHelp(
      "A table of trained networks, to print the true accuracies of the best.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var benchmark: String?
  @OptionGroup var knobs: KnobOptions
  @OptionGroup var goals: GoalOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var labels: LabelOptions
  @OptionGroup var surrogate: SurrogateOptions
  @OptionGroup var oracle: OracleOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if oracle.oracle != nil, labels.labels != nil {
      throw ValidationError(
        "--labels refines the score, and --oracle searches without it; leave out one.")
    }
    if budget < 1 { throw ValidationError("--budget is \(budget); expected 1 or more.") }
    if !NumberLimit.held.range.contains(budget) {
      throw ValidationError(
        "--budget is \(budget); expected \(NumberLimit.held.words): a search holds all that it has "
          + "evaluated, about 500 bytes each.")
    }
  }

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let space = try space.load()
    let strategy = try chosenStrategy(for: space)
    if oracle.oracle != nil, strategy.proposesSupernets {
      throw UserError(
        "\(strategy.name) scores supernets, and no table of --oracle holds any; choose another "
          + "\(set: .strategy), such as \(Bananas.name)")
    }
    // An unusable table is better found before the search than after it.
    let beforeTable = clock.now
    let networks = try benchmark.map {
      try TrainedNetworks(of: space, at: $0, minimised: labels.direction.minimise)
    }
    let timeForTable = clock.now - beforeTable
    let labelled = try labels.read(
      for: space,
      hasOthers: benchmark != nil || oracle.oracle != nil || !surrogate.labelsFrom.isEmpty)
    let oracle = try oracle.oracle.map {
      try Oracle($0, of: space, minimised: labels.direction.minimise)
    }
    let others = try surrogate.others(of: space, isMinimised: labels.direction.minimise)
    let workbench = try predictor.workbench(
      for: space, labelled,
      by: surrogate.choice(for: labels, beside: encodings(of: strategy)), from: others,
      beside: goals.proxies, notes: output)
    let goals = try goals.goals(on: workbench)
    if let oracle {
      for sentence in oracle.labelled.notes + [oracle.note] { output.note(sentence) }
    }
    var run = try SearchRun(
      strategy, with: ScorerEvaluator(oracle?.scorer ?? workbench.scorer, goals), budget: budget,
      seed: seed, knobs: knobs.values,
      knowing: workbench.searchKnowledge(by: oracle, isCold: self.oracle.coldStart))
    let study = try openStudy(on: workbench, labelled, others, oracle, goals, strategy)
    if oracle == nil, workbench.settings.by?.isMeasured == true {
      output.measure(workbench.percentileReference(), on: workbench)
    }
    // Percentiles are computed before the search: after Ctrl-C they would keep the user waiting.
    let percentiles = oracle?.percentiles ?? workbench.percentiles { output.note($0) }
    let search = try finish(&run, study, percentiles, goals, in: space)
    if goals.hasSeveralObjectives {
      let front = FrontTable(of: search, in: space, goals, percentiles: percentiles)
      if let worst = run.worst { output.note(front.summary(worst: worst)) }
      try output.write(front.table())
    } else {
      var found = FoundRecord(search, in: space, percentiles: percentiles)
      let total = clock.now - start - timeForTable
      found.append("total_seconds", .number(total / .seconds(1), decimals: 3))
      try found.append(goals, of: search)
      if let networks { try append(networks, of: search, in: space, to: &found) }
      try output.write(found.table.record(output.format))
    }
    guard search.isComplete else {
      throw SearchInterruption(
        evaluations: search.evaluations, expected: run.expectedEvaluations, study: self.study.study)
    }
  }

  private func chosenStrategy(for space: SearchSpace) throws -> any SearchStrategy.Type {
    if goals.areSeveral, benchmark != nil {
      throw ValidationError(
        "--benchmark judges one best architecture, and several --objectives give a front; "
          + "leave out one."
      )
    }
    if let strategy { return try SearchStrategies.named(strategy) }
    if oracle.oracle != nil, !goals.areSeveral { return Bananas.self }
    let usual = SearchStrategies.usual(for: space, severalObjectives: goals.areSeveral)
    if usual != Exhaustive.self, !goals.areSeveral {
      output.note(
        "note: \(space.name) is too large to score whole: \(.strategy, usual.name)")
    }
    return usual
  }

  /// Runs the search to its end or to an interrupt, and keeps its trials if there is a study.
  private func finish(
    _ run: inout SearchRun, _ study: Study?, _ percentiles: Percentiles, _ goals: SearchGoals,
    in space: SearchSpace
  ) throws -> SearchResult {
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
    return search
  }

  /// Appends the true accuracies of the best architecture.
  private func append(
    _ networks: TrainedNetworks, of search: SearchResult, in space: SearchSpace,
    to found: inout FoundRecord
  ) throws {
    guard let place = networks.architectures.firstIndex(of: search.best) else {
      throw TableError(
        path: networks.table.path,
        "does not hold the architecture \(space.notation(of: search.best))")
    }
    for column in networks.accuracyColumns {
      let accuracies = try networks.numbers(column)
      let accuracy = accuracies[place]
      let decimals = TrainedNetworks.decimals(of: accuracies)
      let rank = RankingMetrics.rank(of: accuracy, among: accuracies)
      let regret = (accuracies.max() ?? accuracy) - accuracy
      let sign = networks.isMinimised ? -1.0 : 1
      found.append(column, .number(sign * accuracy, decimals: decimals))
      found.append("\(column)_rank", .integer(rank))
      found.append("\(column)_regret", .number(regret, decimals: decimals))
    }
  }

  /// The encodings that the search reads, by its labels and by its knobs.
  private func encodings(of strategy: any SearchStrategy.Type) throws -> [String] {
    let chosen = try SearchStrategies.knobs(of: strategy, chosen: knobs.values)
    let words = chosen.values.flatMap { value -> [Substring] in
      if case .name(let name) = value { name.split(separator: "+") } else { [] }
    }
    return try surrogate.choice().encodings + words.map(String.init)
  }

  private func openStudy(
    on workbench: Workbench, _ labelled: LabelledArchitectures?,
    _ others: [LabelledArchitectures], _ oracle: Oracle?,
    _ goals: SearchGoals, _ strategy: any SearchStrategy.Type
  ) throws -> Study? {
    guard let folder = study.study else { return nil }
    let (space, installation) = (workbench.space, workbench.opened.installation)
    let description = StudyDescription(
      version: Installation.version,
      command: ShellWords.command(RunningCommand.words.filter { $0 != "--resume" }),
      space: StudyDescription.Source(name: space.name, sha256: space.sha256),
      by: workbench.scorer.identity.name,
      weights: try workbench.weightsFile().map {
        try StudyDescription.Source(
          file: $0, from: installation.holds(weights: $0) ? nil : folder)
      }, operatorsFromText: predictor.operatorsFromText,
      labels: try labelled.map {
        try StudyDescription.Labels($0, from: folder, workbench.settings.surrogate)
      },
      transferred: try others.map { try StudyDescription.Labels($0, from: folder) },
      oracle: try oracle.map { try StudyDescription.Labels($0.labelled, from: folder) },
      isCold: self.oracle.coldStart, reading: try workbench.reading(for: encodings(of: strategy)),
      goals: goals, constraints: goals.constraints.map { $0.text.text(in: .commandLine) },
      latencies: try self.goals.sources(), strategy: strategy.name,
      knobs: try SearchStrategies.knobs(of: strategy, chosen: knobs.values), budget: budget,
      seed: seed)
    return try Study(
      in: folder, description, resuming: study.resume, note: { output.note($0) })
  }
}

/// A search that was interrupted. It is thrown after the best so far was printed.
private struct SearchInterruption: SentenceError {
  let evaluations: Int
  let expected: Int
  let study: String?

  var isInput: Bool { false }
  var sentence: Sentence {
    "stopped after \(evaluations) of \(expected) evaluations; this is the best so far"
      + (study.map { "; the study \($0) goes on with \(set: .resume)" } ?? "")
  }
}
