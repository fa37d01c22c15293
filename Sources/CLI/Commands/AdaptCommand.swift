import ArgumentParser
import Experiments
import TGNAS
import Tables
import Wording

struct AdaptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapt",
    abstract: "Measures how much a few labelled architectures improve the ranking.",
    usage: "tgnas adapt <space> --labels <file> [<options>]",
    discussion: """
      Repeatedly draws some of the labelled architectures, fits a surrogate to them, and ranks the \
      others by it. Prints Kendall's tau-b and Spearman's rho between these scores and the \
      accuracies, as mean and standard deviation over the draws, beside the tau of the zero-shot \
      score on the same architectures. rank, score and search take the same --labels.

      With --labels-from, labels of other data sets or tasks join. Then across_kendall is the tau \
      of a ranking by these alone, and within_kendall that by the labels of --labels alone.

      The surrogate that rank, score and search use is a Gaussian process on the zero-shot score \
      and on statistics of the operator graph. To compare others with it, choose another \
      --surrogate, and with --encoding what it reads. rank, score and search take these, too.

        tgnas adapt nasbench201 --labels nasbench201.csv --label-column cifar10_test
        tgnas adapt nasbench201 --labels nasbench201.csv --encoding statistics,graf
        tgnas adapt nasbench201 --labels nasbench201.csv --surrogate forest
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @OptionGroup var labels: LabelOptions
  @OptionGroup var surrogate: SurrogateOptions
  @Option(
    help: ArgumentHelp(
      "The numbers of labels to draw, separated by commas; each at most half of the table.",
      valueName: "numbers"))
  var counts: String?
  @Flag(
    help: """
      Leave out cells with operators on no path from input to output, as papers on NAS-Bench-201 \
      do (9,445 cells are left).
      """)
  var withoutIdle = false
  @Option(help: ArgumentHelp("How often to draw labels for each number.", valueName: "n"))
  var draws = 10
  @Option(help: ArgumentHelp("The seed of the draws.", valueName: "n"))
  var seed: UInt64 = 0
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var output: OutputOptions

  private static let usualCounts = [10, 20, 50, 100, 200, 500, 1_000]

  func validate() throws {
    guard labels.labels != nil else { throw ValidationError("Missing expected '--labels <file>'.") }
    if !NumberLimit.repetitions.range.contains(draws) {
      throw ValidationError(
        "--draws is \(draws); expected \(draws < 1 ? "1 or more" : NumberLimit.repetitions.words).")
    }
    _ = try chosenCounts()
  }

  private func chosenCounts() throws -> [Int]? {
    try counts?.split(separator: ",", omittingEmptySubsequences: false).map { text in
      let possible = Adaptation.fewestLabels...Adaptation.mostLabels
      guard let count = Int(text.filter { $0 != " " }), possible.contains(count) else {
        throw ValidationError(
          "--counts holds \"\(text)\"; expected whole numbers from \(possible.lowerBound) to "
            + "\(possible.upperBound), such as 10,100,1000.")
      }
      return count
    }
  }

  func run() throws {
    let space = try space.load()
    let labelled = try LabelledArchitectures(
      of: space, at: labels.labels ?? "", column: labels.labelColumn,
      minimised: labels.direction.minimise)
    let choice = try surrogate.choice(for: labels)
    let workbench = try predictor.workbench(for: space, by: choice, notes: output)
    for sentence in labelled.notes { output.note(sentence) }
    let scores = workbench.scorer.scores(of: labelled.architectures)
    if let warning = labelled.warning(scores: scores.values) { output.note(warning) }
    let line = output.progressLine()
    try line.showReading(of: labelled.architectures, on: workbench)
    let encoding = try workbench.surrogateEncoding(
      choice.encodings,
      from: surrogate.others(of: space, isMinimised: labels.direction.minimise))
    let rows = zip(encoding.rows(of: labelled.architectures, scores: scores), scores.values)
      .map { row, score in score.isFinite ? row : nil }
    let scored = rows.indices.filter { rows[$0] != nil }
    if scored.count < rows.count {
      output.note(
        "note: \(rows.count - scored.count) of \(rows.count) architectures compute nothing "
          + "and get no score; they are left out")
    }
    let usable =
      withoutIdle
      ? scored.filter { !space.hasIdleOperators(labelled.architectures[$0]) } : scored
    if withoutIdle {
      output.note(
        "note: \(scored.count - usable.count) architectures have idle operators and are left out")
    }
    let counts = try usableCounts(usable.count, of: labelled.path)
    let curve = LabelCurve(
      of: try SurrogateModels.named(choice.model), rows: usable.compactMap { rows[$0] },
      leading: encoding.scores, scores: usable.map { scores.values[$0] },
      accuracies: usable.map { labelled.accuracies[$0] })
    var table = ResultTable(columns: curve.columns)
    for (position, count) in counts.enumerated() {
      line.update(Double(position) / Double(counts.count), "\(count) labels")
      table.append(
        try curve.cells(
          labels: count, draws: draws, seed: seed, threads: predictor.threadCount,
          isMinimised: labelled.isMinimised))
    }
    line.finish()
    try output.write(table)
  }

  /// - Throws: `TableError` when the table is too small for every count, or for one that the user
  ///   chose.
  private func usableCounts(_ total: Int, of path: String) throws -> [Int] {
    let chosen = try chosenCounts()
    let counts = (chosen ?? AdaptCommand.usualCounts).filter { 2 * $0 <= total }
    guard !counts.isEmpty, chosen == nil || chosen == counts else {
      throw TableError(
        path: path,
        "holds \(total) labelled architectures with a score, and at most half of them are learned "
          + "from; expected \(2 * (chosen?.max() ?? AdaptCommand.usualCounts[0])) or more")
    }
    return counts
  }
}
