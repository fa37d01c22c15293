import ArgumentParser
import Files
import TGNAS

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Measures the effect of each operator of an architecture on its score.",
    usage: "tgnas explain <space> <architecture> [<options>]",
    discussion: """
      Scores the architecture without each of its operators, and with every other operator that \
      the space offers in its place. Prints one row for each operator with the differences to the \
      architecture's score, which are below 0 where the change hurts. As csv and json, and in \
      spaces with more than \(ExplainedTable.mostColumns) operators, every change is a row of its \
      own; a row without a replacement is the removal.

      With --drawing it also draws a picture, in which the operators that the score needs are blue.

        tgnas explain nasbench201 --drawing cell.svg \\
          '|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|'
        tgnas spaces sample darts -n 1 | tgnas explain darts - --format json
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @OptionGroup var architecture: ArchitectureArgument
  @Option(
    help: ArgumentHelp(
      "Draw the architecture to this file (SVG), its operators coloured by their effect on the "
        + "score.",
      valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var drawing: String?
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if drawing?.isEmpty == true {
      throw ValidationError("--drawing is empty; expected the path of a file.")
    }
  }

  func run() throws {
    let space = try space.load()
    let architecture = try architecture.parse(in: space)
    let workbench = try predictor.workbench(for: space, notes: output)
    let explanation = Explanation(of: architecture, by: workbench.scorer)
    if let unscored = explanation.unscored { output.note(unscored.warning(among: 1, in: space)) }
    let isRemoval = explanation.effects.contains { $0.removal != nil }
    output.note(
      "note: the architecture scores \(ExplainedTable.text(explanation.score))"
        + (isRemoval ? "; removed means that \(space.removalMeaning)" : ""))
    // A picture that cannot be written is better found before the results are printed.
    if let drawing {
      let picture = CellDrawing(
        of: explanation, in: space, attributes: try workbench.attributes())
      try AtomicFile.write(SVGDrawing.text(of: picture), to: drawing)
    }
    let table = ExplainedTable(explanation, in: space)
    try output.write(output.format == .table ? table.forPeople : table.changes)
  }
}
