import ArgumentParser
import TGNAS

struct BestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "best",
    abstract: "Prints the best architectures of a study.",
    usage: "tgnas best <folder> [<options>]",
    discussion: """
      Prints one architecture a row, the best first. Works while the search runs and after it was \
      stopped. csv and json have all notations of the space.

        tgnas search darts --study cells && tgnas best cells --top 5
      """)

  @OptionGroup var study: StudyArgument
  @Option(help: ArgumentHelp("How many to print.", valueName: "n")) var top = 10
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if top < 1 { throw ValidationError("--top is \(top); expected 1 or more.") }
  }

  func run() throws {
    let results = try StudyResults(in: study.folder)
    try output.write(results.best(top, allColumns: output.format != .table))
  }
}
