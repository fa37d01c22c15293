import ArgumentParser
import TGNAS

/// Labels of the space that refine a score, the same for every command that takes them.
struct LabelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Refine the score by architectures of the space that were trained: a CSV file with a column "
        + "\(LabelledArchitectures.key) (or those of the space's benchmark table) and one of accuracies; a "
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

  /// The scorer, refined by the labels if there are any.
  func refine(
    _ scorer: any ArchitectureScorer, with predictor: PredictorOptions, notes: OutputOptions
  ) throws -> any ArchitectureScorer {
    try read(for: scorer.space)?.refine(scorer, with: predictor, notes: notes) ?? scorer
  }
}

extension LabelledArchitectures {
  /// The scorer, refined by the labels.
  func refine(
    _ scorer: any ArchitectureScorer, with predictor: PredictorOptions, notes: OutputOptions
  ) throws -> any ArchitectureScorer {
    notes.note(
      "note: scores are refined by \(accuracies.count) labelled architectures of "
        + "\(scorer.space.name) (\(path), \(column)): no zero-shot prediction")
    return try AdaptedScorer(
      predictor.adaptationFeatures(scorer),
      labelled: zip(architectures, accuracies).map { ($0, $1) },
      threads: predictor.threadCount)
  }
}

/// Architectures with their accuracies, read from a user's table.
struct LabelledArchitectures {
  /// The column of architectures when the table is none of a benchmark.
  static let key = "arch"

  let path: String
  /// The column of the accuracies.
  let column: String
  let architectures: [Architecture]
  /// Higher is better.
  let accuracies: [Double]

  /// - Parameter option: what names the column on the command line
  /// - Throws: `FileError` and `EvaluationError` when the table or the column cannot be used, or a row
  ///   holds no architecture of the space.
  init(
    of space: SearchSpace, at path: String, column: String?, option: String = "--label-column"
  ) throws {
    let header = try BenchmarkTable.columns(ofFile: path)
    let keys = space.benchmark?.keys.filter { header.contains($0) } ?? []
    let isBenchmark = !keys.isEmpty && keys == space.benchmark?.keys
    let table = try BenchmarkTable(
      path: path, keys: isBenchmark ? keys : [LabelledArchitectures.key], separator: ":")
    self.path = path
    self.column =
      try column
      ?? LabelledArchitectures.column(of: table, in: space, keys: keys, option: option)
    accuracies = try table.numbers(self.column)
    architectures = try table.architectures.enumerated().map { row, text in
      do {
        return try space.architecture(parsing: text)
      } catch {
        throw EvaluationError(path: path, line: table.line(ofRow: row), "\(error)")
      }
    }
  }

  /// The only column that can hold accuracies.
  static func column(
    of table: BenchmarkTable, in space: SearchSpace, keys: [String], option: String
  ) throws -> String {
    let others = table.columns.filter { $0 != key && !keys.contains($0) }
    if others.count == 1 { return others[0] }
    if let known = space.benchmark?.accuracies.first(where: { others.contains($0) }) {
      return known
    }
    throw EvaluationError(
      path: table.path,
      others.isEmpty
        ? "has no column of accuracies beside the architectures"
        : "has several columns; say which holds the accuracies: \(option) "
          + others.joined(separator: " or "))
  }
}
