import ArgumentParser
import Reports
import TGNAS

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
  @Option(help: ArgumentHelp("Print only the best so many.", valueName: "n")) var top: Int?
  @Flag(help: "Print only one of the architectures that compute the same.") var unique = false
  @Flag(help: "Also show on the standard error how many architectures score how much.")
  var histogram = false
  @OptionGroup var costs: CostOptions
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var labels: LabelOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top is \(top); expected 1 or more.") }
  }

  func run() throws {
    let space = try space.load()
    try Ranking.checkSize(of: space)
    let costs = try costs.columns(of: space)
    let scorer = try labels.refine(
      predictor.makeScorer(for: space, notes: output), with: predictor, notes: output)
    let line = output.progressLine()
    var ranking = Ranking(of: scorer) { line.update($0, "scoring") }
    line.finish()
    predictor.noteMisfits(
      of: scorer, among: ranking.entries.map(\.architecture), ranking.entries.map(\.score),
      notes: output)
    if unique { ranking = ranking.unique(in: space) }
    let table = try ranking.table(in: space, top: top, costs: costs)
    if histogram {
      let scores = TerminalHistogram(ranking.entries.map(\.score), decimals: 2)
      StandardStreams.note("architectures by score, from the lower edge of each bin:")
      StandardStreams.note(String(scores.text(width: StandardStreams.errorWidth).dropLast()))
    }
    try output.write(table)
  }
}
