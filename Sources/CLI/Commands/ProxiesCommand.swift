import ArgumentParser
import TGNAS
import Tables

struct ProxiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proxies",
    abstract: "Lists the proxies, numbers of untrained networks.",
    usage: "tgnas proxies [<options>]",
    discussion: """
      Each name is one for --by (a score, higher is better, no sign is turned), --columns, and \
      --objectives (of a cost less is better, of a closed form more).
      """)

  @OptionGroup var output: OutputOptions

  func run() throws { try output.write(ResultTable.proxies) }
}
