import ArgumentParser
import TGNAS
import Terminal

struct RankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Scores every architecture of a space and prints them, best first.",
    usage: "tgnas rank <space> [<options>]",
    discussion: """
      Columns: rank (1 is best), arch (the space's official notation), score (higher is better; \
      only differences mean anything), percentile (share of the space that scores lower, in per \
      cent). An architecture whose input does not reach its output scores -inf.

        tgnas rank nasbench201 --top 10 --columns params,flops
        tgnas rank nasbench201 --format csv > ranking.csv
        tgnas rank nasbench201 --top 5 --histogram
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @Option(help: ArgumentHelp("Print only the best n architectures.", valueName: "n")) var top: Int?
  @Flag(help: "Print only the first of all architectures that compute the same.") var unique = false
  @Flag(help: "Also show a histogram of the scores on the standard error.")
  var histogram = false
  @OptionGroup var columns: ColumnOptions
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var labels: LabelOptions
  @OptionGroup var surrogate: SurrogateOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top is \(top); expected 1 or more.") }
  }

  func run() throws {
    let space = try space.load()
    try Ranking.checkSize(of: space)
    let labelled = try labels.read(for: space, hasOthers: !surrogate.labelsFrom.isEmpty)
    let workbench = try predictor.workbench(
      for: space, labelled, by: surrogate.choice(for: labels),
      from: surrogate.others(of: space, isMinimised: labels.direction.minimise),
      beside: columns.chosen(), notes: output)
    if workbench.settings.by?.isMeasured == true {
      output.measure(Array(space.architectures), on: workbench)
    }
    let columns = try columns.columns(on: workbench)
    let line = output.progressLine()
    var ranking = try Ranking(of: workbench.scorer) { line.update($0, "scoring") }
    line.finish()
    if let unscored = ranking.unscored {
      output.note(unscored.warning(among: ranking.entries.count, in: space))
    }
    if unique { ranking = ranking.unique(in: space) }
    let table = try ranking.table(in: space, top: top, columns: columns)
    if histogram {
      let scores = TerminalHistogram(ranking.entries.map(\.score), decimals: 2)
      StandardStreams.note("architectures by score, from the lower edge of each bin:")
      StandardStreams.writeNote(
        String(scores.text(width: StandardStreams.errorWidth).dropLast()))
    }
    try output.write(table)
  }
}
