import ArgumentParser
import TGNAS
import Tables
import Wording

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Tells how far a training study is.",
    usage: "tgnas status <study> [<options>]",
    discussion: """
      Prints the space, rounds (how often was asked), trials (architectures that were proposed or \
      told), of these trained, failed and pending, the best architecture with its result and \
      trial, and kendall: Kendall's tau-b between the zero-shot scores and the results of what was \
      proposed. With --trials it prints every architecture instead, one a row.

        tgnas ask loop --space nasbench201 -n 2
        tgnas status loop
        tgnas status loop --trials --format csv
      """)

  @OptionGroup var study: TrainingStudyArgument
  @Flag(help: "Print all architectures with their results.") var trials = false
  @OptionGroup var output: OutputOptions

  func run() throws {
    let study = try TrainingStudy(in: study.study)
    let history = try study.history()
    if trials { return try output.write(ResultTable(trainings: history.trainings)) }
    try output.write(ResultTable(statusOf: study, history).record(output.format))
  }
}
