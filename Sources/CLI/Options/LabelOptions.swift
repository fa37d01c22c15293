import ArgumentParser
import TGNAS
import Tables
import Wording

/// The labels of a surrogate; the same options for every command that takes them.
struct LabelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Fit a surrogate to trained architectures of the space, which refines the score: a CSV file "
        + "with a column \(LabelledTable.key) (or those of the space's benchmark table) and one of "
        + "accuracies. A handful helps; tgnas adapt measures how much.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var labels: String?
  @Option(
    help: ArgumentHelp(
      "The column of accuracies in --labels, higher is better; by default the only other one, "
        + "or the first of the space's benchmark.",
      valueName: "name"))
  var labelColumn: String?

  /// No labels, for zero-shot scores.
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

  /// The labels; nil when the user gave none.
  func read(for space: SearchSpace) throws -> LabelledArchitectures? {
    try labels.map { try LabelledArchitectures(of: space, at: $0, column: labelColumn) }
  }
}
