import ArgumentParser
import Files
import TGNAS
import Terminal
import Wording

/// The argument of commands on one architecture.
struct ArchitectureArgument: ParsableArguments {
  @Argument(
    help: "An architecture in any notation of the space; - reads it from the standard input.")
  var architecture: String

  /// The given architecture, or the only one on the standard input.
  func parse(in space: SearchSpace) throws -> Architecture {
    try parse(in: space) { StandardStreams.note($0) }
  }

  func parse(in space: SearchSpace, note: (Sentence) -> Void) throws -> Architecture {
    try ArchitectureArgument.parse(architecture, in: space, note: note)
  }

  static func parse(
    _ architecture: String, in space: SearchSpace, note: (Sentence) -> Void
  ) throws -> Architecture {
    guard architecture == "-" else {
      let reading = try space.reading(of: architecture)
      ArchitectureLines.tell(of: [(architecture, reading)], in: space, note: note)
      return reading.architecture
    }
    let found = try ArchitectureLines.read(in: space, note: note).entries
    guard found.count == 1 else {
      throw FileError(
        path: "standard input", problem: "holds \(found.count) architectures; expected one")
    }
    ArchitectureLines.tell(of: [(found[0].text, found[0].reading)], in: space, note: note)
    return found[0].architecture
  }
}
