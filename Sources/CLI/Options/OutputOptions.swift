import ArgumentParser
import Reports
import TGNAS

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

  func note(_ text: @autoclosure () -> String) {
    if !quiet { StandardStreams.note(text()) }
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

  /// What embeddings call when the user's cache could not be used.
  var noteCacheProblem: @Sendable (String) -> Void {
    let quiet = quiet
    return { problem in
      if !quiet { StandardStreams.note("note: \(problem)") }
    }
  }
}
