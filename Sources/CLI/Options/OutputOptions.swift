import ArgumentParser
import Synchronization
import TGNAS
import Tables
import Tensors
import Terminal
import Wording

extension ResultTable.Format: ExpressibleByArgument {}

/// How results are printed; the same options for every command with results.
struct OutputOptions: ParsableArguments {
  @Option(help: "How to print: table for people, csv or json for programs.")
  var format: ResultTable.Format = .table

  @OptionGroup var file: OutputFile

  @Flag(help: "Print results and errors only, no notes and no progress.")
  var quiet = false

  @Flag(help: "Print every note in full: one for each operator that is read, however many.")
  var verbose = false

  func validate() throws {
    if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
  }

  /// Prints text that is already formatted.
  func write(_ text: String) throws {
    try file.write(text)
  }

  func write(_ table: ResultTable) throws {
    try write(format == .csv ? table.textForSpreadsheets() : table.text(format))
  }

  /// A progress line; it shows on a terminal only.
  func progressLine() -> ProgressLine {
    ProgressLine(isShown: !quiet && StandardStreams.errorIsTerminal)
  }

  func note(_ sentence: @autoclosure () -> Sentence) {
    if !quiet { StandardStreams.note(sentence()) }
  }
}

extension OutputOptions {
  /// Prints no notes. For steps whose notes were printed already, or that do not affect the
  /// results.
  static var quietly: OutputOptions {
    var options = OutputOptions()
    options.format = .table
    options.file = OutputFile()
    (options.quiet, options.verbose) = (true, false)
    return options
  }

  /// The installation of this program, read once.
  func open(threads: Int = Parallel.processorCount) throws -> OpenInstallation {
    let quiet = quiet
    let opened = OpenInstallation(try Installation.locate(), threads: threads) { problem in
      if !quiet { StandardStreams.note("note: \(problem)") }
    }
    guard !quiet, StandardStreams.errorIsTerminal else { return opened }
    let line = Mutex<ProgressLine?>(nil)
    opened.measuringProgress = { done, total in
      line.withLock { line in
        let shown = line ?? ProgressLine(isShown: true)
        shown.update(Double(done) / Double(total), "\(done) of \(total) random networks")
        line = shown
        guard done == total else { return }
        shown.finish()
        line = nil
      }
    }
    return opened
  }
}
