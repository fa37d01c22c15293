import Spaces
import Wording

/// Architectures with their accuracies, read from a user's table.
public struct LabelledArchitectures: Sendable {
  /// The path of the table.
  public let path: String
  /// The name of the column of accuracies.
  public let column: String
  /// The architectures, each once, in the order of the rows.
  public let architectures: [Architecture]
  /// One accuracy for each architecture, in the same order; higher is better. Those to minimise are
  /// negated, those of several trainings are means.
  public let accuracies: [Double]
  /// Whether the column holds what is to be minimised.
  public let isMinimised: Bool
  /// What users should know of the table.
  public let notes: [Sentence]

  /// - Parameters:
  ///   - column: the column of accuracies; by default the only other column, or the first of the
  ///     space's benchmark
  ///   - minimised: whether lower is better
  ///   - setting: the setting by which the user names the column
  /// - Throws: `FileError` and `TableError` when the table or the column cannot be used, or a row
  ///   holds no architecture of the space.
  public init(
    of space: SearchSpace, at path: String, column: String?, minimised: Bool = false,
    _ setting: Setting = .labelColumn
  ) throws {
    let labelled = try LabelledTable(of: space, at: path, allowingRepeats: true)
    self.path = path
    self.column = try column ?? labelled.accuracyColumn(setting)
    let numbers = try labelled.table.numbers(self.column)
    let groups = LabelledTable.groups(try labelled.architectures())
    architectures = groups.map(\.architecture)
    accuracies = groups.map { group in
      let mean = group.rows.reduce(0) { $0 + numbers[$1] } / Double(group.rows.count)
      return minimised ? -mean : mean
    }
    isMinimised = minimised
    notes = labelled.notes() + [labelled.note(onRepeats: groups)].compactMap { $0 }
  }

  /// Reads the table that a text names, with its column after a colon: `trainings.csv:accuracy`.
  ///
  /// - Parameter setting: the setting that holds the text
  /// - Throws: as ``init(of:at:column:minimised:_:)``
  public init(
    _ text: String, of space: SearchSpace, minimised: Bool = false, _ setting: Setting
  ) throws {
    let place = LabelledArchitectures.place(of: text)
    try self.init(of: space, at: place.path, column: place.column, minimised: minimised, setting)
  }

  /// The path and the column that a text names; no column where it names none.
  private static func place(of text: String) -> (path: String, column: String?) {
    guard let colon = text.lastIndex(of: ":") else { return (text, nil) }
    let column = String(text[text.index(after: colon)...])
    // A colon in the path of a folder is no column's.
    return column.isEmpty || column.contains("/") ? (text, nil) : (String(text[..<colon]), column)
  }

  /// A warning where the labels clearly fall as these scores rise; nil elsewhere.
  ///
  /// - Parameter scores: of ``architectures``, zero-shot
  public func warning(scores: [Double]) -> Sentence? {
    LabelDirection.warning(
      scores: scores, labels: accuracies, column: "\(path), \(column)", isMinimised: isMinimised)
  }
}
