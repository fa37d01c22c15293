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
  /// - Parameters:
  ///   - notation: their notation; by default each is recognised by its form
  ///   - note: is told how to end the input when the user has to type it
  /// - Throws: `ArchitectureError`, for the standard input with the line.
  func parse(
    in space: SearchSpace, notation: String? = nil, note: (Sentence) -> Void
  ) throws -> [Architecture] {
    try architectures.flatMap { text in
      text == "-"
        ? try ArchitectureLines.read(in: space, notation: notation, note: note)
        : [try ArchitectureLines.parse(text, in: space, notation: notation)]
    }
  }

  /// The architectures in the order given; notes follow the output options.
  func parse(in space: SearchSpace, notes: OutputOptions) throws -> [Architecture] {
    try parse(in: space) { notes.note($0) }
  }
}

/// Architectures on the standard input, one a line.
enum ArchitectureLines {
  /// One architecture from each line that is not empty.
  ///
  /// - Parameters:
  ///   - notation: their notation; by default each is recognised by its form
  ///   - note: is told how to end the input when it is a terminal
  static func read(
    in space: SearchSpace, notation: String? = nil, note: (Sentence) -> Void
  ) throws -> [Architecture] {
    if StandardStreams.inputIsTerminal {
      note("note: type architectures of \(space.name), one a line, and end with Ctrl-D")
    }
    var (parsed, number): ([Architecture], Int) = ([], 0)
    while var line = readLine() {
      number += 1
      // Editors on Windows put a byte order mark before UTF-8 text.
      if number == 1, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
      if line.allSatisfy(\.isWhitespace) { continue }
      do {
        parsed.append(try parse(line, in: space, notation: notation))
      } catch {
        throw FileError(path: "standard input", problem: "line \(number): \(error)")
      }
    }
    return parsed
  }

  static func parse(
    _ text: String, in space: SearchSpace, notation: String?
  ) throws -> Architecture {
    guard let notation else { return try space.architecture(parsing: text) }
    return try space.architecture(parsing: text, as: notation)
  }
}
