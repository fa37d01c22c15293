import ArgumentParser
import TGNAS
import Tables
import Tensors
import Terminal
import Wording

extension ResultTable.Format: ExpressibleByArgument {}

/// How results are printed, the same for every command that has any.
struct OutputOptions: ParsableArguments {
  @Option(help: "How to print: table for people, csv or json for programs.")
  var format: ResultTable.Format = .table

  @OptionGroup var file: OutputFile

  @Flag(help: "Print results and errors only, no notes and no progress.")
  var quiet = false

  /// Prints text that was formatted already.
  func write(_ text: String) throws {
    try file.write(text)
  }

  func write(_ table: ResultTable) throws {
    try write(table.text(format))
  }

  /// A line for progress, on a terminal only.
  func progressLine() -> ProgressLine {
    ProgressLine(isShown: !quiet && StandardStreams.errorIsTerminal)
  }

  func note(_ sentence: @autoclosure () -> Sentence) {
    if !quiet { StandardStreams.note(sentence()) }
  }
}

extension OutputOptions {
  /// For steps whose notes were told already, or that no result depends on.
  static var quietly: OutputOptions {
    var options = OutputOptions()
    options.format = .table
    options.file = OutputFile()
    options.quiet = true
    return options
  }

  /// The installation of this program, with what is read of it once.
  func open(threads: Int = Parallel.processorCount) throws -> OpenInstallation {
    let quiet = quiet
    return OpenInstallation(try Installation.locate(), threads: threads) { problem in
      if !quiet { StandardStreams.note("note: \(problem)") }
    }
  }
}
