import ArgumentParser
import Reports
import TGNAS

/// Where a command's text goes.
struct OutputFile: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the results to this file instead of the standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  func validate() throws {
    if output?.isEmpty == true {
      throw ValidationError("--output is empty; expected the path of a file.")
    }
  }

  func write(_ text: String) throws {
    if let output {
      try AtomicFile.write(text, to: output)
    } else {
      try StandardStreams.write(text)
    }
  }
}
