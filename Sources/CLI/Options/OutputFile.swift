import ArgumentParser
import Files
import TGNAS
import Terminal

/// The file or stream that the results of a command go to.
struct OutputFile: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the results to this file instead of the standard output (-).", valueName: "file"),
    completion: .file())
  var output: String?

  func validate() throws {
    if output?.isEmpty == true {
      throw ValidationError("--output is empty; expected the path of a file.")
    }
  }

  /// Nil for the standard output.
  private var path: String? { output == "-" ? nil : output }

  var isStandardOutput: Bool { path == nil }

  func write(_ text: String) throws {
    if let path {
      try AtomicFile.write(text, to: path)
    } else {
      try StandardStreams.write(text)
    }
  }

  func write(_ bytes: [UInt8]) throws {
    if let path {
      try AtomicFile.write(bytes, to: path)
    } else {
      try StandardStreams.write(bytes)
    }
  }
}
