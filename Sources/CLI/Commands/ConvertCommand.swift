import ArgumentParser
import TGNAS
import Tables
import Terminal
import Wording

struct ConvertCommand: ParsableCommand {
  /// The argument that asks for a list of the notations.
  static let list = "list"

  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Writes architectures in another notation of their space.",
    usage: "tgnas convert <space> [<architectures> ...] --to <notation> [<options>]",
    discussion: """
      Prints one line for each architecture, in the order given. The output can be read again, \
      except for fingerprints such as NAS-Bench-101's hash. --to list shows the notations of the \
      space.

        tgnas convert nasbench201 --to list
        tgnas convert nasbench201 '(2, 1, 0, 2, 1, 2)' 7 --to nasbench201
        tgnas spaces sample nasbench101 | tgnas convert nasbench101 - --to hash
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @OptionGroup var architectures: ArchitectureArguments
  @Option(
    help: ArgumentHelp("The notation to write, or list.", valueName: "notation"),
    completion: .notations(and: [ConvertCommand.list]))
  var to: String

  func run() throws {
    let space = try space.load()
    if to == Self.list { return try writeList(of: space) }
    // A wrong name is better found before architectures are typed.
    guard space.notationNames.contains(to) else {
      throw UnknownNameError(
        kind: "notation of \(space.name)", name: to, known: space.notationNames)
    }
    let parsed = try architectures.parse(in: space) { StandardStreams.note($0) }
    let lines = try parsed.map { try space.notation(of: $0, as: to) + "\n" }
    try StandardStreams.write(lines.joined())
  }

  private func writeList(of space: SearchSpace) throws {
    var random = SplitMix64(seed: 0)
    let example = space.sample(using: &random)
    let readable = space.readableNotationNames
    var table = ResultTable(columns: ["notation", "read", "example"])
    for name in space.notationNames {
      table.append([
        .text(name), .text(readable.contains(name) ? "yes" : "no"),
        .text(try space.notation(of: example, as: name)),
      ])
    }
    try StandardStreams.write(table.text(.table))
  }
}
