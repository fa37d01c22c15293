import ArgumentParser
import TGNAS
import Tables

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Scores architectures of a space.",
    usage: "tgnas score <space> [<architectures> ...] [<options>]",
    discussion: """
      Prints one row for each architecture, in the order given. The percentile refers to the whole \
      space, or to a random sample of a larger one: \(PercentileReference.sampleSizes.cells) \
      cells, or \(PercentileReference.sampleSizes.wholeNetworks) where whole networks are scored.

        tgnas score nasbench201 \\
          '|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|'
        tgnas spaces sample nasbench201 | tgnas score nasbench201 -
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @OptionGroup var architectures: ArchitectureArguments
  @Option(
    help: ArgumentHelp(
      "The seed of the random sample for percentiles in a large space.", valueName: "n"))
  var seed: UInt64 = 0
  @OptionGroup var columns: ColumnOptions
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var labels: LabelOptions
  @OptionGroup var surrogate: SurrogateOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let space = try space.load()
    let parsed = try architectures.parse(in: space, notes: output)
    let labelled = try labels.read(for: space, hasOthers: !surrogate.labelsFrom.isEmpty)
    let workbench = try predictor.workbench(
      for: space, labelled, by: surrogate.choice(for: labels),
      from: surrogate.others(of: space, isMinimised: labels.direction.minimise),
      beside: columns.chosen(), notes: output)
    let columns = try columns.columns(on: workbench)
    let scorer = workbench.scorer
    if let sample = workbench.percentileSample {
      output.note(
        "note: percentiles refer to \(sample) random architectures (seed \(seed))")
    }
    let isMeasured = workbench.settings.by?.isMeasured == true
    output.measure(
      (isMeasured ? workbench.percentileReference(seed: seed) : []) + parsed, on: workbench)
    let percentiles = workbench.percentiles(seed: seed)
    var table = ResultTable(columns: ["arch", "score", "percentile"] + columns.names)
    columns.prepare(parsed)
    let scores = try scorer.checkedScores(of: parsed)
    if let unscored = scores.unscored(among: parsed) {
      output.note(unscored.warning(among: parsed.count, in: space))
    }
    let rows = try columns.rows(of: parsed)
    for (place, architecture) in parsed.enumerated() {
      let score = scores[place]
      table.append(
        [
          .text(space.notation(of: architecture)), .number(score, decimals: 4),
          .number(percentiles.percentile(of: score), decimals: 2),
        ] + rows[place])
    }
    try output.write(table)
  }
}
