import ArgumentParser
import TGNAS
import Tables
import Wording

/// The labels of a surrogate; the same options for every command that takes them.
struct LabelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Fit a surrogate to trained architectures of the space, which refines the score: a CSV file "
        + "with a column of architectures, such as \(LabelledTable.key), and one of accuracies. "
        + "A handful helps; tgnas adapt measures how much.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var labels: String?
  @Option(
    help: ArgumentHelp(
      "The column of accuracies in --labels, higher is better without --minimise; by default the "
        + "only other one, or the first of the space's benchmark.",
      valueName: "name"))
  var labelColumn: String?
  @OptionGroup var direction: DirectionOption

  /// No labels, for zero-shot scores.
  static var none: LabelOptions {
    var options = LabelOptions()
    (options.labels, options.labelColumn) = (nil, nil)
    options.direction = .higher
    return options
  }

  func validate() throws {
    if labels == nil, labelColumn != nil {
      throw ValidationError("--label-column names a column of --labels, which is missing.")
    }
  }

  /// The labels; nil when the user gave none.
  ///
  /// - Parameter hasOthers: whether another table has labels, too
  func read(for space: SearchSpace, hasOthers: Bool = false) throws -> LabelledArchitectures? {
    if labels == nil, direction.minimise, !hasOthers {
      throw ValidationError("--minimise is about the labels of --labels, which is missing.")
    }
    return try labels.map {
      try LabelledArchitectures(
        of: space, at: $0, column: labelColumn, minimised: direction.minimise)
    }
  }
}

/// Whether lower labels are better.
struct DirectionOption: ParsableArguments {
  @Flag(
    help: """
      Lower is better in the column of labels: it holds errors, losses, runtimes or ranks.
      """)
  var minimise = false

  static var higher: DirectionOption {
    var option = DirectionOption()
    option.minimise = false
    return option
  }
}
