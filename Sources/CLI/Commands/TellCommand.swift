import ArgumentParser
import Foundation
import TGNAS
import Tables
import Tensors
import Wording

struct TellCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tell",
    abstract: "Takes the results of trainings.",
    usage: "tgnas tell <study> <result> ... [<options>]",
    discussion: """
      A result is an architecture, an equals sign and a number, such as '...=94.1', or \
      '...=failed' for a training that gave none; or it is a CSV file with a column of \
      architectures and one of results. What tgnas ask prints as CSV becomes such a file by a \
      column result. Empty cells are left for later; failed, nan and inf stand for failed \
      trainings, which count as the worst.

      Architectures need not have been proposed: tell what you trained before. All results are \
      taken, or none. A result that is known already is told once; one that contradicts it is an \
      error without --replace. Prints how the study stands, as tgnas status does.

        tgnas ask loop --space nasbench201 -n 2
        tgnas tell loop '(2, 2, 0, 2, 3, 2)=94.1'
      """)

  @OptionGroup var study: TrainingStudyArgument
  @Argument(help: "Results: CSV files, or texts such as '...=94.1'.", completion: .file())
  var results: [String]
  @Option(
    help: ArgumentHelp(
      "The column of results in CSV files; by default result, or the only column that can be.",
      valueName: "name"))
  var labelColumn: String?
  @Flag(help: "Replace results that are known already.") var replace = false
  @OptionGroup var output: OutputOptions

  func run() throws {
    let loop = try study.loop(threads: Parallel.processorCount, notes: output)
    let told = try results.flatMap { try read($0, in: loop.workbench.space) }
    let changed = try loop.tell(told, replacing: replace) { output.note($0) }
    let results: Sentence =
      changed.count == 1 ? "1 result is" : "\(changed.count) results are"
    output.note("note: " + results + " recorded in \(study.study)")
    try output.write(
      ResultTable(statusOf: loop.study, loop.study.history()).record(output.format))
  }

  private func read(_ text: String, in space: SearchSpace) throws -> [TrainingLoop.Result] {
    guard let sign = text.lastIndex(of: "="), !FileManager.default.fileExists(atPath: text) else {
      let table = try TrainingResults(of: space, at: text, column: labelColumn)
      for sentence in table.notes { output.note(sentence) }
      return table.results
    }
    let value = String(text[text.index(after: sign)...])
    let architecture = try space.architecture(parsing: String(text[..<sign]))
    switch TrainingResults.outcome(value) {
    case .result(let result): return [TrainingLoop.Result(architecture, result)]
    case .failed: return [TrainingLoop.Result(architecture, nil)]
    case .pending, nil:
      throw ValidationError(
        "\"\(text)\" ends in \"\(value)\"; expected a number or \"failed\" behind the equals sign.")
    }
  }
}
