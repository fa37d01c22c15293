import ArgumentParser
import TGNAS
import Tables

struct ProxiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proxies",
    abstract: "Lists the zero-cost proxies, numbers of untrained networks.",
    usage: "tgnas proxies [<options>]",
    discussion: """
      Each name is a value of --by (as a score, higher is better, and no sign is turned), of \
      --columns, and of --objectives (lower is better for a cost, higher for a closed form).
      """)

  @OptionGroup var output: OutputOptions

  func run() throws { try output.write(ResultTable.proxies) }
}
