import ArgumentParser
import TGNAS
import Terminal

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the network of an architecture for use elsewhere.",
    usage: "tgnas export <space> <architecture> --to <format> [<options>]",
    discussion: """
      Formats: \(NetworkExporters.registered.map { "\($0.name) (\($0.summary))" }
        .joined(separator: "; ")).

        tgnas export nasbench201 \\
          '|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|' \\
          --to pytorch -o network.py
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @OptionGroup var architecture: ArchitectureArgument
  @Option(help: ArgumentHelp("The format.", valueName: "format")) var to: String
  @Option(
    help: ArgumentHelp(
      "The data set whose images and classes the network is built for; "
        + "by default the space's first.",
      valueName: "name"))
  var dataSet: String?
  @Option(
    help: ArgumentHelp(
      "The seed of the initial weights, in formats that hold any.", valueName: "n"))
  var seed: UInt64 = 0
  @OptionGroup var file: OutputFile

  func run() throws {
    let exporter = try NetworkExporters.named(to)
    let space = try space.load()
    for sentence in space.layerNotes { StandardStreams.note(sentence) }
    let exported = try ExportedNetwork(
      of: architecture.parse(in: space), in: space,
      for: space.dataSet(named: dataSet), seed: seed)
    try file.write(exporter.file(of: exported))
  }
}
