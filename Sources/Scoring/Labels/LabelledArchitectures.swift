import Spaces
import Wording

/// Architectures with their accuracies, read from a user's table.
public struct LabelledArchitectures: Sendable {
  public let path: String
  /// The column of the accuracies.
  public let column: String
  public let architectures: [Architecture]
  /// Higher is better.
  public let accuracies: [Double]

  /// - Parameters:
  ///   - column: of the accuracies; by default the only other one, or the first of the space's benchmark
  ///   - setting: names the column
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
