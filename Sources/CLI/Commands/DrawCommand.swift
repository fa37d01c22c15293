import ArgumentParser
import TGNAS
import Wording

struct DrawCommand: ParsableCommand {
  /// One of ``DrawingFormats``.
  struct Format: ExpressibleByArgument {
    static let allValueStrings = DrawingFormats.registered.map { $0.name }
    /// The list of the formats in the help.
    static let summary = DrawingFormats.registered.map { "\($0.name) \($0.summary)" }

    let format: any DrawingFormat.Type

    init?(argument: String) {
      guard let found = DrawingFormats.registered.first(where: { $0.name == argument }) else {
        return nil
      }
      format = found
    }

    init(_ format: any DrawingFormat.Type) { self.format = format }

    var defaultValueDescription: String { format.name }
  }

  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draws an architecture, or a formula.",
    usage: """
      tgnas draw <space> <architecture> [<options>]
             tgnas draw <study> [<options>]
             tgnas draw formula:<file> [<options>]
      """,
    discussion: """
      Draws the cell as its space does: operators in boxes, or on the edges between feature maps. \
      With --canonical it draws the operator graph that the predictor reads: connections that \
      carry nothing are removed, identities are spliced out, and hidden projections are shown. A \
      formula over proxies is drawn as a tree.

        tgnas draw nasbench201 \\
          '|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|'
        tgnas spaces sample nasbench101 -n 1 | tgnas draw nasbench101 - --as svg
        tgnas search darts --study drawn && tgnas draw drawn
        tgnas draw formula:weights/formulas/all-spaces.yaml
      """)

  @OptionGroup var source: ArchitectureOrStudy
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "How to draw: \(list(Format.summary)).", valueName: "format"))
  var format = Format(TextDrawing.self)
  @Flag(help: "Draw the operator graph that the predictor reads.")
  var canonical = false
  @OptionGroup var file: OutputFile

  func validate() throws {
    guard !canonical || source.formulaPath == nil else {
      throw ValidationError("--canonical draws an architecture; leave it out for a formula.")
    }
  }

  func run() throws {
    if let path = source.formulaPath {
      return try file.write(
        format.format.text(of: CellDrawing(of: FormulaFile(contentsOf: path))))
    }
    let (space, architecture) = try source.load()
    let readings = try OpenInstallation(.locate()).reader().read(space.operators)
    let drawing = CellDrawing(
      of: architecture, in: space, attributes: readings.map(\.attributes), isCanonical: canonical)
    try file.write(format.format.text(of: drawing))
  }
}
