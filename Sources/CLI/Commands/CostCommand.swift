import ArgumentParser
import TGNAS
import Tables

struct CostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost",
    abstract: "Counts the exact costs of architectures' networks.",
    usage: "tgnas cost <space> [<architectures> ...] [<options>]",
    discussion: """
      Builds the whole network as the space's authors do, idle operators included, and counts its \
      costs: params (trained numbers), flops (multiply-accumulates of convolutions, linear layers \
      and the products of attention for one image, nothing else), depth (layers with weights on \
      the longest path), \
      receptive_field (pixels), and activations (numbers that all layers put out for one image). \
      Also prints naswot, a closed form: how well the network tells images apart at \
      initialisation; higher is better.

        tgnas spaces sample nasbench201 -n 3 | tgnas cost nasbench201 -
        tgnas cost nasbench101 '011/001/000:input|conv3x3-bn-relu|output'
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @OptionGroup var architectures: ArchitectureArguments
  @Option(
    help: ArgumentHelp(
      "The data set whose images and classes the network is built for; "
        + "by default the space's first.",
      valueName: "name"))
  var dataSet: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    let space = try space.load()
    let dataSet = try space.dataSet(named: dataSet)
    output.note("note: for \(dataSet.name), \(dataSet.size)")
    for sentence in space.layerNotes { output.note(sentence) }
    let architectures = try architectures.parse(in: space, notes: output)
    let context = ProxyContext(space, for: dataSet) {
      try output.open().reader().read(space.operators).map(\.attributes)
    }
    let columns = try ProxyColumns(ProxyColumns.costs, by: ProxyEvaluator(in: context))
    try output.write(
      ResultTable(of: architectures, in: space, columns, note: { output.note($0) }))
  }
}
