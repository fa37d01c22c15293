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

        tgnas replay nasbench201 --labels nasbench201.csv --label-column cifar100_val
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
  @Option(help: ArgumentHelp("The seed of the draws.", valueName: "n"))
  var seed: UInt64 = 0
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard labels.labels != nil else { throw ValidationError("Missing expected '--labels <file>'.") }
    for (name, value) in [("--draws", draws), ("--batch", batch)]
    where !NumberLimit.repetitions.range.contains(value) {
      throw ValidationError(
        "\(name) is \(value); expected \(value < 1 ? "1 or more" : NumberLimit.repetitions.words).")
    }
    _ = try chosenCounts()
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
    let workbench = try predictor.workbench(for: space, notes: output)
    for sentence in labelled.notes { output.note(sentence) }
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
    let replay = TrainingReplay(
      rows: usable.compactMap { rows[$0] }, accuracies: usable.map { labelled.accuracies[$0] })
    let line = output.progressLine()
    var table = ResultTable(columns: TrainingReplay.columns)
    for (place, method) in TrainingReplay.Method.allCases.enumerated() {
      line.update(Double(place) / Double(TrainingReplay.Method.allCases.count), method.rawValue)
      for row in try replay.table(
        of: method, counts: counts, batch: batch, draws: draws, seed: seed,
        threads: predictor.threadCount, isMinimised: labelled.isMinimised)
      { table.append(row) }
    }
    line.finish()
    try output.write(table)
  }
}
