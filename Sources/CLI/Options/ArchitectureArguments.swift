import ArgumentParser
import Reports
import TGNAS

/// The architectures that a command works on, as arguments or from the standard input.
struct ArchitectureArguments: ParsableArguments {
  @Argument(
    help:
      "Architectures in any notation of the space; - reads them from the standard input, one a line."
  )
  var architectures: [String] = ["-"]

  /// The architectures in the order given, in any notation of the space or in the one that is named.
  ///
  /// - Throws: ``ArchitectureError``, for a line of the standard input with its number.
  func load(in space: SearchSpace, notation: String? = nil, quiet: Bool) throws -> [Architecture] {
    func parse(_ text: String) throws -> Architecture {
      guard let notation else { return try space.architecture(parsing: text) }
      return try space.architecture(parsing: text, as: notation)
    }
    return try architectures.flatMap { argument in
      guard argument == "-" else { return [try parse(argument)] }
      if StandardStreams.inputIsTerminal, !quiet {
        StandardStreams.note(
          "note: type architectures of \(space.name), one a line, and end with Ctrl-D")
      }
      var (parsed, number): ([Architecture], Int) = ([], 0)
      while let line = readLine() {
        number += 1
        if line.allSatisfy(\.isWhitespace) { continue }
        do {
          parsed.append(try parse(line))
        } catch {
          throw FileError(path: "standard input", problem: "line \(number): \(error)")
        }
      }
      return parsed
    }
  }
}
