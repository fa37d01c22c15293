import ArgumentParser
import Files
import TGNAS
import Terminal
import Wording

/// The architectures of a command, as arguments or from the standard input.
struct ArchitectureArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Architectures in any notation of the space; - reads them from the standard input, "
        + "one a line."))
  var architectures: [String] = ["-"]

  /// The architectures in the order given.
  ///
  /// - Parameter note: is told how to end the input when the user has to type it, and what the
  ///   texts say beside the architectures
  /// - Throws: `ArchitectureError`, for the standard input with the line.
  func parse(in space: SearchSpace, note: (Sentence) -> Void) throws -> [Architecture] {
    let read = try architectures.flatMap { text in
      guard text == "-" else { return [(text: text, reading: try space.reading(of: text))] }
      return try ArchitectureLines.read(in: space, note: note).entries.map {
        (text: $0.text, reading: $0.reading)
      }
    }
    ArchitectureLines.tell(of: read, in: space, note: note)
    return read.map(\.reading.architecture)
  }

  /// The architectures in the order given; notes follow the output options.
  func parse(in space: SearchSpace, notes: OutputOptions) throws -> [Architecture] {
    try parse(in: space) { notes.note($0) }
  }
}

/// Architectures on the standard input.
enum ArchitectureLines {
  /// One architecture from each line that is not empty, or those of a text that goes over lines.
  ///
  /// - Parameter note: is told how to end the input when it is a terminal
  static func read(in space: SearchSpace, note: (Sentence) -> Void) throws -> ArchitectureFile {
    if StandardStreams.inputIsTerminal {
      note("note: type architectures of \(space.name), one a line, and end with Ctrl-D")
    }
    var text = ""
    while let line = readLine(strippingNewline: false) { text += line }
    do {
      let file = try ArchitectureFile(text, of: space)
      for sentence in file.notes { note(sentence) }
      return file
    } catch {
      throw FileError(path: "standard input", problem: "\(error.sentence)")
    }
  }

  /// Tells which convention bare numbers were read by, and what texts say beside architectures.
  static func tell(
    of readings: [(text: String, reading: ArchitectureReading)], in space: SearchSpace,
    note: (Sentence) -> Void
  ) {
    for sentence in space.notes(on: readings) { note(sentence) }
  }
}
