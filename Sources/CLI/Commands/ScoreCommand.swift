import ArgumentParser
import Reports
import TGNAS

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Scores architectures of a space.",
    discussion: """
      Prints one row for each architecture, in the order given, with its percentile within the
      whole space (within a random sample of 10,000 architectures of a larger one).

        tgnas score nasbench201 '|nor_conv_3x3~0|+|nor_conv_3x3~0|skip_connect~1|+\
      |skip_connect~0|nor_conv_3x3~1|nor_conv_3x3~2|'
        head -n 5 archs.txt | tgnas score nasbench201 -
      """)

  @OptionGroup var space: SpaceArgument
  @Argument(
    help:
      "Architectures in any notation of the space; - reads them from the standard input, one a line."
  )
  var architectures: [String] = ["-"]
  @Option(help: "The seed of the random sample that percentiles of a large space refer to.")
  var seed: UInt64 = 0
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let space = try space.load()
    var texts: [String] = []
    for argument in architectures {
      guard argument == "-" else {
        texts.append(argument)
        continue
      }
      while let line = readLine() {
        if !line.allSatisfy(\.isWhitespace) { texts.append(line) }
      }
    }
    let parsed = try texts.map { try space.architecture(parsing: $0) }
    let predictor = try predictor.makePredictor(for: space, notes: output)
    if !Reference.isWhole(space) {
      output.note(
        "note: percentiles refer to \(Reference.sampleSize) random architectures (seed \(seed))")
    }
    let reference = Reference.architectures(of: space, seed: seed)
    let percentiles = Percentiles(of: predictor.scores(of: reference))
    var table = ResultTable(columns: ["arch", "score", "percentile"])
    for (architecture, score) in zip(parsed, predictor.scores(of: parsed)) {
      table.append([
        .text(space.notation(of: architecture)), .number(score, decimals: 4),
        .number(percentiles.percentile(of: score), decimals: 2),
      ])
    }
    try output.write(table)
  }
}
