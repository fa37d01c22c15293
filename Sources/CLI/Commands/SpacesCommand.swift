import ArgumentParser
import TGNAS
import Tables
import Terminal
import Wording

struct SpacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spaces",
    abstract: "Lists, shows, checks, samples and documents search spaces.",
    usage: "tgnas spaces [<subcommand>]",
    subcommands: [List.self, Show.self, Check.self, Sample.self, Page.self],
    defaultSubcommand: List.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Shows the operators of a search space and how they are read.",
      usage: "tgnas spaces show <space> [<options>]")

    @OptionGroup var space: ExtensibleSpaceArgument
    @OptionGroup var output: OutputOptions

    func run() throws {
      let space = try space.load()
      output.note("\(space.title): \(space.size) architectures")
      output.note(Sentence(space.citation))
      let readings = try output.open().reader().read(space.operators)
      try output.write(ResultTable(readings: readings))
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Checks a space file and explains every mistake with line and column.",
      usage: "tgnas spaces check <space>",
      discussion: """
        Counts the architectures, tells how operators are read and what is missing for building \
        networks, samples five architectures, builds their networks and draws the first.

          tgnas spaces check spaces/nasbench201.yaml
        """)

    @OptionGroup var space: SpaceArgument

    func run() throws {
      let space = try space.load()
      var random = SplitMix64(seed: 0)
      let samples = (0..<5).map { _ in space.sample(using: &random) }
      try checkNetworks(of: space, samples)
      let readings = try OpenInstallation(.locate()).reader().read(space.operators)
      for note in readings.notes(all: true) { StandardStreams.note(note) }
      for tie in readings.ties { StandardStreams.note(tie) }
      let drawing = CellDrawing(
        of: samples[0], in: space, attributes: readings.map(\.attributes), isCanonical: false)
      let size = space.size == 1 ? "1 architecture" : "\(space.size) architectures"
      try StandardStreams.writeForPeople(
        "\(space.path): fine: \(space.title), \(space.operators.count) operators, \(size)\n\n"
          + "Some of them:\n\n" + samples.map { "  \(space.notation(of: $0))\n" }.joined()
          + "\nThe first:\n\n" + TextDrawing.text(of: drawing))
    }

    /// Reports what is missing for building networks, or builds some when nothing is.
    ///
    /// - Throws: `NetworkError` when layers do not fit together.
    private func checkNetworks(of space: SearchSpace, _ samples: [Architecture]) throws {
      let bare = space.operators.filter {
        [.operation, .identity, .projection].contains($0.role) && $0.lowering == nil
      }.map(\.name)
      guard !space.skeletons.isEmpty, bare.isEmpty else {
        let missing =
          (space.skeletons.isEmpty ? ["the space has no \"skeleton\""] : [])
          + (bare.isEmpty ? [] : ["no \"lowering\": \(bare.joined(separator: ", "))"])
        StandardStreams.note(
          "warning: networks cannot be built, counted or exported: "
            + "\(missing.joined(separator: "; ")); scores do not need them")
        return
      }
      let context = ProxyContext(space, for: try space.dataSet()) { [] }
      let scorer = try ProxyScorer(ParameterCount.self, by: ProxyEvaluator(in: context))
      if let unscored = scorer.scores(of: samples).unscored(among: samples) {
        StandardStreams.note(unscored.warning(among: samples.count, in: space))
      }
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
      // Lines are written as they are drawn, so that any number fits into memory.
      var (lines, left) = ("", count)
      while left > 0 {
        for _ in 0..<min(left, 256) {
          lines += space.notation(of: space.sample(using: &random)) + "\n"
        }
        left -= min(left, 256)
        try StandardStreams.write(lines)
        lines.removeAll(keepingCapacity: true)
      }
    }
  }
}
