import ArgumentParser
import Reports
import TGNAS

/// The architectures that a command is about.
struct ArchitectureArguments: ParsableArguments {
  @Argument(
    help:
      "Architectures in any notation of the space; - reads them from the standard input, one a line."
  )
  var architectures: [String] = ["-"]

  func parse(in space: SearchSpace, notes: OutputOptions) throws -> [Architecture] {
    var parsed: [Architecture] = []
    for argument in architectures {
      if argument == "-" {
        parsed += try ArchitectureLines.read(in: space) { notes.note($0) }
      } else {
        parsed.append(try space.architecture(parsing: argument))
      }
    }
    return parsed
  }
}

/// Architectures on the standard input, one a line.
enum ArchitectureLines {
  /// One architecture from each line that is not empty.
  ///
  /// - Parameter note: is told what to do when the input is a terminal
  static func read(in space: SearchSpace, note: (String) -> Void) throws -> [Architecture] {
    if StandardStreams.inputIsTerminal {
      note("note: type architectures of \(space.name), one a line, and end with Ctrl-D")
    }
    var (parsed, number): ([Architecture], Int) = ([], 0)
    while let line = readLine() {
      number += 1
      if line.allSatisfy(\.isWhitespace) { continue }
      do {
        parsed.append(try space.architecture(parsing: line))
      } catch {
        throw FileError(path: "standard input", problem: "line \(number): \(error)")
      }
    }
    return parsed
  }
}
