import ArgumentParser
import TGNAS
import Terminal

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the network of an architecture for use elsewhere.",
    usage: """
      tgnas export <space> <architecture> --to <format> [<options>]
             tgnas export <study> --to <format> [<options>]
      """,
    discussion: """
      Formats: \(NetworkExporters.registered.map { "\($0.name) (\($0.summary))" }
        .joined(separator: "; ")).

        tgnas export nasbench201 \\
          '|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|' \\
          --to pytorch -o network.py
        tgnas search darts --study exported
        tgnas export exported --to pytorch --with-training -o train.py

      With --with-training the file trains the network, too: python train.py --help tells how. \
      It needs PyTorch, and what reads the images: torchvision for CIFAR and folders of images, \
      h5py for HDF5. Its last act is a row in results.csv, which tgnas tell, and --labels of other \
      commands, read.
      """)

  @OptionGroup var source: ArchitectureOrStudy
  @Option(
    help: ArgumentHelp("The format.", valueName: "format"),
    completion: .list(NetworkExporters.registered.map { $0.name }))
  var to: String
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
  @Flag(help: "Let the PyTorch file train the network, too.") var withTraining = false
  @Option(
    help: ArgumentHelp(
      "How code for language models is written: \(CodeStyle.Form.inline.rawValue) (layers in "
        + "full), \(CodeStyle.Form.helper.rawValue) (as calls of classes), or "
        + "\(CodeStyle.Form.excludeHelper.rawValue) (without these classes); with "
        + "-\(CodeStyle.Context.network.rawValue) or -\(CodeStyle.Context.comment.rawValue) at its "
        + "end for what stands around the cells.",
      valueName: "style"),
    completion: .list(CodeStyle.names))
  var codeStyle: String?
  @OptionGroup var file: OutputFile

  func validate() throws {
    if withTraining, to != PyTorchModule.name {
      throw ValidationError("--with-training is for --to \(PyTorchModule.name) only.")
    }
    if codeStyle != nil, to != CodeText.name {
      throw ValidationError("--code-style is for --to \(CodeText.name) only.")
    }
    do {
      _ = try style()
    } catch {
      throw ValidationError("\(CommandLineError.shown(error)).")
    }
  }

  private func style() throws -> CodeStyle {
    try codeStyle.map { try CodeStyle(named: $0) } ?? CodeStyle()
  }

  func run() throws {
    let exporter = try NetworkExporters.named(to)
    let (space, architecture) = try source.load()
    for sentence in space.layerNotes { StandardStreams.note(sentence) }
    let exported = try ExportedNetwork(
      of: architecture, in: space, for: space.dataSet(named: dataSet), seed: seed,
      withTraining: withTraining, codeStyle: style())
    try file.write(exporter.file(of: exported))
  }
}
