import ArgumentParser
import Reports
import TGNAS

struct SpacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spaces",
    abstract: "Lists, shows, checks and samples search spaces.",
    usage: "tgnas spaces [<subcommand>]",
    subcommands: [List.self, Show.self, Check.self, Sample.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists the shipped search spaces.",
      usage: "tgnas spaces list [<options>]")

    @OptionGroup var output: OutputOptions

    func run() throws {
      let installation = try Installation.locate()
      var table = ResultTable(columns: ["space", "architectures", "operators", "title"])
      for name in try SearchSpace.names(in: installation) {
        let space = try SearchSpace.named(name, in: installation)
        table.append([
          .text(name), space.size.map { .integer($0) } ?? .missing,
          .integer(space.operators.count), .text(space.title),
        ])
      }
      try output.write(table)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Shows the operators of a search space.",
      usage: "tgnas spaces show <space> [<options>]")

    @OptionGroup var space: ExtensibleSpaceArgument
    @OptionGroup var output: OutputOptions

    func run() throws {
      let space = try space.load()
      output.note("\(space.title): \(space.size.map(String.init) ?? "too many") architectures")
      output.note(space.citation)
      var table = ResultTable(columns: ["operator", "role", "description"])
      for candidate in space.operators {
        table.append([
          .text(candidate.name), .text(candidate.role.rawValue), .text(candidate.description),
        ])
      }
      try output.write(table)
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Checks a space file and explains every mistake with line and column.",
      usage: "tgnas spaces check <space>",
      discussion: "  tgnas spaces check spaces/nasbench201.yaml")

    @OptionGroup var space: SpaceArgument

    func run() throws {
      let space = try space.load()
      let size = space.size.map { "\($0) architectures" } ?? "too many architectures to count"
      try StandardStreams.write(
        "\(space.path): fine: \(space.title), \(space.operators.count) operators, \(size)\n")
    }
  }

  struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sample", abstract: "Prints random architectures of a search space.",
      usage: "tgnas spaces sample <space> [<options>]",
      discussion: "  tgnas spaces sample nasbench201 -n 100 --seed 1")

    @OptionGroup var space: ExtensibleSpaceArgument
    @Option(
      name: [.customShort("n"), .long], help: ArgumentHelp("How many to print.", valueName: "n"))
    var count = 5
    @Option(help: ArgumentHelp("The seed of the draws.", valueName: "n")) var seed: UInt64 = 0

    func validate() throws {
      if count < 1 { throw ValidationError("--count is \(count); expected 1 or more.") }
    }

    func run() throws {
      let space = try space.load()
      var random = SplitMix64(seed: seed)
      let lines = (0..<count).map { _ in space.notation(of: space.sample(using: &random)) + "\n" }
      try StandardStreams.write(lines.joined())
    }
  }
}
