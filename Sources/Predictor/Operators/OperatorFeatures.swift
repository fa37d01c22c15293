import Spaces
import Tensors

/// What a network gets to know of each operator of a space.
struct OperatorFeatures: Sendable {
  /// How operators were understood; empty for networks that see embeddings only.
  let readings: [OperatorReading]
  /// One row for each operator of the space, [O, F].
  let matrix: Matrix

  /// - Throws: what the encoder throws when an embedding has to be computed and cannot.
  init(
    for network: Recipe.Network.Kind, of operators: [Operator], reader: OperatorReader,
    embeddings: any SentenceEmbeddings, ignoringTypedAttributes: Bool
  ) throws {
    switch network {
    case .directed:
      readings = try reader.read(operators, ignoringTypedAttributes: ignoringTypedAttributes)
      matrix = Matrix(
        rows: operators.count, columns: OperatorAttributes.names.count,
        elements: readings.flatMap(\.attributes.values))
    case .published:
      readings = []
      matrix = try embeddings.embeddings(of: operators.map(\.description))
    }
  }
}
