import ArgumentParser
import TGNAS
import Tables
import Wording

/// Labels of the space that refine a score, the same for every command that takes them.
struct LabelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Refine the score by architectures of the space that were trained: a CSV file with a column "
        + "\(LabelledTable.key) (or those of the space's benchmark table) and one of accuracies; a "
        + "handful helps. tgnas adapt tells how much.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var labels: String?
  @Option(
    help: ArgumentHelp(
      "The column of accuracies in --labels, higher is better; by default the only other one, or the "
        + "first of the space's benchmark.",
      valueName: "name"))
  var labelColumn: String?

  /// For scores that nothing refines.
  static var none: LabelOptions {
    var options = LabelOptions()
    (options.labels, options.labelColumn) = (nil, nil)
    return options
  }

  func validate() throws {
    if labels == nil, labelColumn != nil {
      throw ValidationError("--label-column names a column of --labels, which is missing.")
    }
  }

  /// The labels, if there are any.
  func read(for space: SearchSpace) throws -> LabelledArchitectures? {
    try labels.map { try LabelledArchitectures(of: space, at: $0, column: labelColumn) }
  }
}
