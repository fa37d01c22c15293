import Spaces
import TensorFiles
import Tensors

/// The trained networks of a predictor with their provenance: one `weights/*.h5` file.
public struct PredictorWeights: Sendable {
  public static let format = "tgnas-predictor"
  /// Since version 2 a file may hold a bag of operators, since version 3 a second ensemble, which
  /// also learned from teachers.
  public static let formatVersion = 3
  private static let readableVersions = 1...formatVersion
  private static let taughtName = "taught"
  private static let taughtPrefix = "taught/"
  private static let knownOperatorsName = "known_operators"
  private static let mostKnownOperators = 10_000

  /// The training of the weights.
  public let provenance: Provenance
  /// The file that they were read from; nil for weights that were just trained.
  let path: String?
  let configuration: PredictorConfiguration
  /// What was learned from labels.
  let labelled: Ensemble
  /// What was learned from the same labels and from teachers. It scores spaces that have operators
  /// of which labels tell nothing. Nil where the recipe has no teachers.
  let taught: Ensemble?
  /// Nil for weights before version 3, and for networks that read no attributes.
  let knownOperators: KnownOperators?

  /// The number of ensemble members.
  public var memberCount: Int { labelled.members.count }

  /// - Parameter path: a file written by ``write(to:)``
  /// - Throws: ``FileError`` when it is missing, ``TensorFileError`` when it is damaged or of
  ///   another kind.
  public init(contentsOf path: String) throws {
    let file = try TensorFile(path: path)
    guard case .string(PredictorWeights.format)? = file.attributes["format"] else {
      throw TensorFileError(
        path: path,
        "is an HDF5 file but holds no predictor (attribute \"format\" is not "
          + "\"\(PredictorWeights.format)\")")
    }
    let version = try file.integer("format_version")
    guard PredictorWeights.readableVersions.contains(version) else {
      throw TensorFileError(
        path: path,
        "has format version \(version), this program reads up to "
          + "\(PredictorWeights.formatVersion); use weights and program of the same release")
    }
    self.path = path
    provenance = try Provenance(file)
    configuration = try PredictorConfiguration(file)
    let isTaught = version < 3 ? false : try file.integer(PredictorWeights.taughtName) == 1
    let known = version < 3 ? 0 : try file.integer(PredictorWeights.knownOperatorsName)
    guard (0...PredictorWeights.mostKnownOperators).contains(known) else {
      throw TensorFileError(
        path: path,
        "attribute \"\(PredictorWeights.knownOperatorsName)\" is \(known), expected 0 to "
          + "\(PredictorWeights.mostKnownOperators)")
    }
    let bagShare = version < 2 ? nil : try Bag.share(in: file)
    let shape = Ensemble.Shape(
      seeds: provenance.seeds, configuration: configuration, bagShare: bagShare)
    var table = TensorTable()
    shape.declare(in: &table)
    if isTaught { shape.declare(in: &table, below: PredictorWeights.taughtPrefix) }
    if known > 0 {
      table.add(
        PredictorWeights.knownOperatorsName, [known, OperatorAttributes.names.count],
        storage: [.float32])
    }
    let tensors = try file.read(table)
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key })
    where !tensor.floats.allSatisfy({ $0.isFinite }) {
      throw TensorFileError(
        path: path, "tensor \"\(name)\" holds numbers that are not finite; train it again")
    }
    labelled = Ensemble(shape, tensors)
    taught = isTaught ? Ensemble(shape, tensors, below: PredictorWeights.taughtPrefix) : nil
    let attributes = OperatorAttributes.names.count
    knownOperators =
      known == 0
      ? nil
      : tensors[PredictorWeights.knownOperatorsName].map { tensor in
        KnownOperators(
          stride(from: 0, to: known * attributes, by: attributes).map { start in
            OperatorAttributes(values: Array(tensor.floats[start..<start + attributes]))
          })
      }
  }

  init(
    provenance: Provenance, configuration: PredictorConfiguration, labelled: Ensemble,
    taught: Ensemble?, knownOperators: KnownOperators?
  ) {
    path = nil
    (self.provenance, self.configuration) = (provenance, configuration)
    (self.labelled, self.taught, self.knownOperators) = (labelled, taught, knownOperators)
  }

  /// - Throws: ``FileError`` when the file cannot be written.
  public func write(to path: String) throws {
    var writer = TensorFileWriter()
    writer.set("format", .string(PredictorWeights.format))
    writer.set("format_version", .integer(PredictorWeights.formatVersion))
    provenance.store(in: &writer)
    configuration.store(in: &writer)
    writer.set(PredictorWeights.taughtName, .integer(taught == nil ? 0 : 1))
    writer.set(PredictorWeights.knownOperatorsName, .integer(knownOperators?.attributes.count ?? 0))
    writer.set(Bag.shareName, .number(Double(labelled.bag?.share ?? 0)))
    labelled.store(in: &writer, configuration)
    taught?.store(in: &writer, configuration, below: PredictorWeights.taughtPrefix)
    if let known = knownOperators?.attributes, !known.isEmpty {
      writer.add(
        PredictorWeights.knownOperatorsName,
        shape: [known.count, OperatorAttributes.names.count], known.flatMap(\.values))
    }
    try writer.write(to: path)
  }
}
