import Spaces
import Wording

/// Architectures with their accuracies, read from a user's table.
public struct LabelledArchitectures: Sendable {
  /// The path of the table.
  public let path: String
  /// The name of the column of accuracies.
  public let column: String
  /// The architectures, row by row.
  public let architectures: [Architecture]
  /// One accuracy for each architecture, in the same order; higher is better.
  public let accuracies: [Double]

  /// - Parameters:
  ///   - column: the column of accuracies; by default the only other column, or the first of the
  ///     space's benchmark
  ///   - setting: the setting by which the user names the column
  /// - Throws: `FileError` and `TableError` when the table or the column cannot be used, or a row
  ///   holds no architecture of the space.
  public init(
    of space: SearchSpace, at path: String, column: String?, _ setting: Setting = .labelColumn
  ) throws {
    let labelled = try LabelledTable(of: space, at: path)
    self.path = path
    self.column = try column ?? labelled.accuracyColumn(setting)
    accuracies = try labelled.table.numbers(self.column)
    architectures = try labelled.architectures()
  }
}
