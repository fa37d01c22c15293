import ArgumentParser
import TGNAS

struct FrontCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "front",
    abstract: "Prints the Pareto front of a study.",
    usage: "tgnas front <folder> [<options>]",
    discussion: """
      Prints one architecture a row, by the first objective from the best on. No other \
      architecture of the study dominates a printed one; of architectures equal in all objectives \
      the first found is printed. Works while the search runs and after it was stopped. csv and \
      json have all notations of the space.

        tgnas search darts --seed 1 --study others && tgnas front others
      """)

  @OptionGroup var study: StudyArgument
  @OptionGroup var output: OutputOptions

  func run() throws {
    let results = try StudyResults(in: study.folder)
    try output.write(results.front(allColumns: output.format != .table))
  }
}
