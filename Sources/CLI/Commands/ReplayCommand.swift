import ArgumentParser
import Experiments
import TGNAS
import Tables
import Wording

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Measures how soon ask and tell find the best, on a table of trained networks.",
    usage: "tgnas replay <space> --labels <file> [<options>]",
    discussion: """
      Plays tgnas ask and tgnas tell on a table that knows all results, beside two baselines: the \
      zero-shot ranking from its best on (ranking), and random architectures (random). \
      Architectures that compute the same take part once.

      Prints for each method and number of trainings the best result so far, how far it is from \
      the best of the table (regret), its rank (1 is the best) and the share of the draws in which \
      it is the very best (found). One draw takes the whole table; each of several takes \
      \(Int(100 * TrainingReplay.share)) % of it, at random, so that there is a spread.

      --method chooses others: search strategies, with knobs after a colon. They search the whole \
      table by its results, each draw with another seed. They begin with the best by the zero-shot \
      score, or with --cold-start at random.

      With --target the table also says how many trainings it takes to come within so many per \
      cent of the best: the mean over the draws (until_target, where the largest of --counts \
      stands for more), the share of draws that get there (reached), and where the mean of the \
      best so far gets there (mean_curve).

        tgnas replay nasbench201 --labels nasbench201.csv --label-column cifar100_val
        tgnas replay nasbench201 --labels nasbench201.csv --method bananas --target 99
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @OptionGroup var labels: LabelOptions
  @Option(
    help: ArgumentHelp(
      "The numbers of trainings to report, separated by commas.", valueName: "numbers"))
  var counts = "5,10,20,50,100"
  @Option(help: ArgumentHelp("How many architectures are asked for at a time.", valueName: "n"))
  var batch = 1
  @Option(help: ArgumentHelp("How many random parts of the table to play on.", valueName: "n"))
  var draws = 1
  @Option(
    help: ArgumentHelp(
      "What chooses the trainings, such as ask or bananas:surrogate=forest; may be repeated. By "
        + "default \(TrainingReplay.Method.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "name"))
  var method: [String] = []
  @Option(
    help: ArgumentHelp(
      "Count the trainings until a result is so many per cent of the best.", valueName: "percent"))
  var target: Double?
  @Flag(
    help: """
      Search strategies begin with random architectures, and make no use of the score.
      """)
  var coldStart = false
  @Option(help: ArgumentHelp("The seed of the draws.", valueName: "n"))
  var seed: UInt64 = 0
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard labels.labels != nil else { throw ValidationError("Missing expected '--labels <file>'.") }
    for (name, value) in [("--draws", draws), ("--batch", batch)]
    where !NumberLimit.repetitions.range.contains(value) {
      throw ValidationError(
        "\(name) is \(value); expected \(value < 1 ? "1 or more" : NumberLimit.repetitions.words).")
    }
    if let target, !(0 < target && target <= 100) {
      throw ValidationError("--target is \(target); expected more than 0, up to 100 per cent.")
    }
    do {
      for text in method { _ = try chosenMethod(text) }
      _ = try reading.reading()
    } catch let error as ValidationError {
      throw error
    } catch {
      throw ValidationError("\(CommandLineError.shown(error)).")
    }
    _ = try chosenCounts()
    try reading.check(for: try method.flatMap(encodings))
  }

  /// The encodings that a method's knobs choose.
  private func encodings(of text: String) throws -> [String] {
    guard case .search(_, let knobs) = try chosenMethod(text) else { return [] }
    return knobs.values.flatMap { value -> [String] in
      if case .name(let name) = value { name.split(separator: "+").map(String.init) } else { [] }
    }
  }

  private enum Chosen {
    case study(TrainingReplay.Method)
    case search(any SearchStrategy.Type, [String: KnobValue])
  }

  private func chosenMethod(_ text: String) throws -> Chosen {
    if let own = TrainingReplay.Method(rawValue: text) { return .study(own) }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let own = TrainingReplay.Method.allCases.map(\.rawValue)
    guard
      let strategy = SearchStrategies.registered.first(where: { $0.name == parts[0] }),
      !strategy.proposesSupernets
    else {
      let others = SearchStrategies.registered.filter { !$0.proposesSupernets }.map { $0.name }
      throw UnknownNameError(kind: "method", name: String(parts[0]), known: own + others)
    }
    var knobs: [String: KnobValue] = [:]
    for word in parts.dropFirst().flatMap({ $0.split(separator: ",") }) {
      guard let (name, value) = KnobOptions.parsed(String(word)) else {
        throw ValidationError(
          "--method \(text) has \"\(word)\"; expected knobs such as batch=10 after the colon.")
      }
      knobs[name] = value
    }
    _ = try SearchStrategies.knobs(of: strategy, chosen: knobs)
    return .search(strategy, knobs)
  }

  private func chosenCounts() throws -> [Int] {
    try counts.split(separator: ",", omittingEmptySubsequences: false).map { text in
      let possible = 1...Adaptation.mostLabels
      guard let count = Int(text.filter { $0 != " " }), possible.contains(count) else {
        throw ValidationError(
          "--counts holds \"\(text)\"; expected whole numbers from \(possible.lowerBound) to "
            + "\(possible.upperBound), such as 10,100.")
      }
      return count
    }.sorted()
  }

  func run() throws {
    let space = try space.load()
    let labelled = try LabelledArchitectures(
      of: space, at: labels.labels ?? "", column: labels.labelColumn,
      minimised: labels.direction.minimise)
    var choice = SurrogateChoice.usual
    choice.reading = try reading.reading()
    let workbench = try predictor.workbench(for: space, by: choice, notes: output)
    for sentence in labelled.notes { output.note(sentence) }
    let methods =
      method.isEmpty ? TrainingReplay.Method.allCases.map(\.rawValue) : method
    let counts = try chosenCounts()
    let budget = counts.last ?? 1
    let (replay, oracle) = (try replay(of: labelled, on: workbench), Oracle(labelled, of: space))
    let header = ReplayTable(
      counts: counts, target: target.map { $0 / 100 }, of: labelled.accuracies,
      isMinimised: labelled.isMinimised)
    let line = output.progressLine()
    var table = ResultTable(columns: header.columns)
    for (place, text) in methods.enumerated() {
      line.update(Double(place) / Double(methods.count), text)
      let runs =
        switch try chosenMethod(text) {
        case .study(let method):
          try replay.runs(
            of: method, budget: budget, batch: batch, draws: draws, seed: seed,
            threads: predictor.threadCount)
        case .search(let strategy, let knobs):
          try ReplayedTrainings.searches(
            by: strategy, knobs: knobs, oracle.scorer, among: labelled.accuracies,
            knowing: workbench.searchKnowledge(by: oracle, isCold: coldStart),
            budget: budget, draws: draws, seed: seed, threads: predictor.threadCount)
        }
      for row in header.rows(of: text, runs) { table.append(row) }
    }
    line.finish()
    try output.write(table)
  }

  private func replay(
    of labelled: LabelledArchitectures, on workbench: Workbench
  ) throws -> TrainingReplay {
    let space = workbench.space
    let rows = try workbench.adaptationFeatures().rows(of: labelled.architectures)
    var forms: Set<OperatorGraph.CanonicalForm?> = []
    let usable = rows.indices.filter { place in
      rows[place] != nil
        && forms.insert(space.operatorGraph(of: labelled.architectures[place])?.canonicalForm)
          .inserted
    }
    let counts = try chosenCounts()
    guard let most = counts.last, most <= usable.count else {
      throw TableError(
        path: labelled.path,
        "holds \(usable.count) different architectures with a score; expected "
          + "\(counts.last ?? 1) or more, or smaller numbers in --counts")
    }
    output.note("note: \(usable.count) different architectures take part")
    return TrainingReplay(
      rows: usable.compactMap { rows[$0] }, accuracies: usable.map { labelled.accuracies[$0] })
  }
}
