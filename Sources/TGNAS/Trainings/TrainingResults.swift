import Scoring
import Spaces
import Studies
import Tables
import Wording

/// A table of results of trainings, as people fill it in.
public struct TrainingResults {
  /// The usual column of results.
  static let usualColumn = "result"
  /// Columns of what `ask` prints, which hold no results.
  private static let proposalColumns = ["trial", "score", "percentile", "expected", "deviation"]

  /// The results, in the order of the rows.
  public let results: [TrainingLoop.Result]
  /// What users should know of the table.
  public let notes: [Sentence]

  /// - Parameter column: the column of results; by default ``usualColumn``, or the only one that
  ///   can be
  /// - Throws: `FileError` and `TableError` when the table cannot be used.
  public init(of space: SearchSpace, at path: String, column: String?) throws {
    let labelled = try LabelledTable(of: space, at: path, allowingRepeats: true)
    let column = try column ?? TrainingResults.column(of: labelled)
    let texts = try labelled.table.texts(column)
    let architectures = try labelled.architectures()
    var results: [TrainingLoop.Result] = []
    var left = 0
    for (row, text) in texts.enumerated() {
      switch TrainingResults.outcome(text) {
      case .result(let value): results.append(TrainingLoop.Result(architectures[row], value))
      case .failed: results.append(TrainingLoop.Result(architectures[row], nil))
      case .pending: left += 1
      case nil:
        throw TableError(
          path: path, line: labelled.table.line(ofRow: row), column: column,
          "expected a number, \"failed\" or an empty cell, found \"\(text)\"")
      }
    }
    self.results = results
    notes =
      labelled.notes()
      + (left == 0
        ? [] : ["note: \(path): \(left) of \(texts.count) rows have no result yet"])
  }

  /// What a text says of a training: a number, or "failed", as not a number and infinities do, too.
  ///
  /// - Returns: pending for an empty text, nil for one that is no result.
  public static func outcome(_ text: String) -> Training.Outcome? {
    let word = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if word.isEmpty { return .pending }
    if word.lowercased() == "failed" { return .failed }
    return Double(word).map { $0.isFinite ? .result($0) : .failed }
  }

  private static func column(of labelled: LabelledTable) throws -> String {
    let columns = labelled.table.columns.filter {
      !labelled.keys.contains($0) && $0 != LabelledTable.key && !proposalColumns.contains($0)
    }
    if columns.contains(usualColumn) { return usualColumn }
    if columns.count == 1 { return columns[0] }
    throw TableError(
      path: labelled.path,
      columns.isEmpty
        ? "has no column of results beside the architectures; call it \"\(usualColumn)\""
        : "has several columns; say which holds the results: \(set: .labelColumn) "
          + "\(columns.joined(separator: " or "))")
  }
}
