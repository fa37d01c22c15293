import ArgumentParser
import Reports
import TGNAS

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Scores architectures of a space.",
    usage: "tgnas score <space> [<architectures> ...] [<options>]",
    discussion: """
      Prints one row for each architecture, in the order given, with its percentile within the \
      whole space (within a random sample of a larger one: \(Reference.sampleSizes.cells) cells, or \
      \(Reference.sampleSizes.wholeNetworks) where whole networks are scored).

        tgnas score nasbench201 \\
          '|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|'
        tgnas spaces sample nasbench201 | tgnas score nasbench201 -
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @OptionGroup var architectures: ArchitectureArguments
  @Option(
    help: ArgumentHelp(
      "The seed of the random sample that percentiles of a large space refer to.", valueName: "n"))
  var seed: UInt64 = 0
  @OptionGroup var costs: CostOptions
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var labels: LabelOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let space = try space.load()
    let parsed = try architectures.parse(in: space, notes: output)
    let costs = try costs.columns(of: space)
    let scorer = try labels.refine(
      predictor.makeScorer(for: space, notes: output), with: predictor, notes: output)
    if !Reference.isWhole(space) {
      output.note(
        "note: percentiles refer to \(Reference.sampleSize(for: scorer)) random architectures (seed "
          + "\(seed))")
    }
    let reference = Reference.architectures(for: scorer, seed: seed)
    let percentiles = Percentiles(of: scorer.scores(of: reference))
    var table = ResultTable(columns: ["arch", "score", "percentile"] + costs.names)
    let scores = scorer.scores(of: parsed)
    predictor.noteMisfits(of: scorer, among: parsed, scores, notes: output)
    for (architecture, score) in zip(parsed, scores) {
      table.append(
        [
          .text(space.notation(of: architecture)), .number(score, decimals: 4),
          .number(percentiles.percentile(of: score), decimals: 2),
        ] + (try costs.cells(architecture)))
    }
    try output.write(table)
  }
}
