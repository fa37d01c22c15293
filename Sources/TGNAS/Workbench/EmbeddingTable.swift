import Spaces
import Surrogates
import Tables
import Wording

/// Vectors of architectures that the user made, such as by a large language model: a CSV file with
/// a column `arch` and a column for each number.
public struct EmbeddingTable: ArchitectureEmbedder {
  public let width: Int
  private let space: SearchSpace
  private let vectors: [Architecture: [Double]]

  /// - Throws: `FileError` and `TableError` when the table cannot be used, or a row holds no
  ///   architecture of the space.
  public init(of space: SearchSpace, at path: String) throws {
    let labelled = try LabelledTable(of: space, at: path, allowingRepeats: false)
    let names = labelled.table.columns.filter { !labelled.keys.contains($0) }
    guard !names.isEmpty else {
      throw TableError(
        path: path, "has no column beside those of architectures; expected one for each number")
    }
    let columns = try names.map { try labelled.table.numbers($0) }
    var vectors: [Architecture: [Double]] = [:]
    for (row, architecture) in try labelled.architectures().enumerated() {
      let vector = columns.map { $0[row] }
      vectors[architecture] = vector
      let representative = space.representative(of: architecture)
      if vectors[representative] == nil { vectors[representative] = vector }
    }
    (self.space, self.vectors, width) = (space, vectors, columns.count)
  }

  public func embedding(of architecture: Architecture) -> [Double]? {
    vectors[architecture] ?? vectors[space.representative(of: architecture)]
  }
}
