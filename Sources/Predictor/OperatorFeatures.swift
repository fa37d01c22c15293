import Operators
import Signals
import Spaces
import Tensors

/// The features of the operators of a space that a network reads.
struct OperatorFeatures: Sendable {
  /// How operators were understood; empty for networks that see embeddings only.
  let readings: [OperatorReading]
  let inputs: OperatorInputs

  /// - Throws: what the encoder throws when an embedding has to be computed and cannot.
  init(
    for network: Recipe.Network.Kind, of operators: [Operator], reader: OperatorReader,
    embeddings: any SentenceEmbeddings, ignoringTypedAttributes: Bool
  ) throws {
    switch network {
    case .directed:
      readings = try reader.read(
        operators, ignoringTypedAttributes: ignoringTypedAttributes,
        ignoringRoles: ignoringTypedAttributes)
      inputs = OperatorInputs(
        features: Matrix(
          rows: operators.count, columns: OperatorAttributes.names.count,
          elements: readings.flatMap(\.attributes.values)),
        propagation: SignalPropagation(readings.map { OperatorResponse($0.attributes) }))
    case .published:
      readings = []
      inputs = OperatorInputs(
        features: try embeddings.embeddings(of: operators.map(\.description)))
    }
  }
}
