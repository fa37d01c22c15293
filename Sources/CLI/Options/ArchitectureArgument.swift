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
    guard architecture == "-" else { return try space.architecture(parsing: architecture) }
    let found = try ArchitectureLines.read(in: space, note: StandardStreams.note)
    guard found.count == 1 else {
      throw FileError(
        path: "standard input", problem: "holds \(found.count) architectures; expected one")
    }
    return found[0]
  }
}
