import TensorFiles
import Tensors

/// The trained networks of a predictor with their provenance: one `weights/*.h5` file.
public struct PredictorWeights: Sendable {
  public static let format = "tgnas-predictor"
  /// Since version 2 a file may hold a bag of operators.
  public static let formatVersion = 2
  private static let readableVersions = 1...formatVersion

  /// One trained network of the ensemble.
  struct Member: Sendable {
    let seed: Int
    /// In the order of the network's layout.
    let parameters: [Float]
    /// Mean and standard deviation of the member's scores over its training architectures. They put
    /// the ensemble members on one scale.
    let standardisation: (mean: Float, deviation: Float)
  }

  /// The training of the weights.
  public let provenance: Provenance
  /// The file that they were read from; nil for weights that were just trained.
  let path: String?
  let configuration: PredictorConfiguration
  let members: [Member]
  /// The bag of operators that scores beside the members; nil when they score alone.
  let bag: Bag?

  /// The number of ensemble members.
  public var memberCount: Int { members.count }

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
    let network = configuration.makeNetwork()
    var table = TensorTable()
    for index in provenance.seeds.indices {
      network.layout.declare(in: &table, below: "members/\(index)/")
      table.add("members/\(index)/standardisation", [2], storage: [.float32])
    }
    let bagShare = version < 2 ? nil : try Bag.share(in: file)
    if bagShare != nil { Bag.declare(in: &table, features: configuration.features) }
    let tensors = try file.read(table)
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key })
    where !tensor.floats.allSatisfy({ $0.isFinite }) {
      throw TensorFileError(
        path: path, "tensor \"\(name)\" holds numbers that are not finite; train it again")
    }
    members = provenance.seeds.enumerated().map { index, seed in
      let prefix = "members/\(index)/"
      let standardisation = tensors[prefix + "standardisation"]?.floats ?? [0, 1]
      return Member(
        seed: seed, parameters: network.layout.values(from: tensors, below: prefix),
        standardisation: (standardisation[0], standardisation[1]))
    }
    let features = configuration.features
    bag = bagShare.map { Bag(share: $0, tensors, features: features) }
  }

  init(
    provenance: Provenance, configuration: PredictorConfiguration, members: [Member],
    bag: Bag? = nil
  ) {
    path = nil
    self.bag = bag
    self.provenance = provenance
    self.configuration = configuration
    self.members = members
  }

  /// - Throws: ``FileError`` when the file cannot be written.
  public func write(to path: String) throws {
    var writer = TensorFileWriter()
    writer.set("format", .string(PredictorWeights.format))
    writer.set("format_version", .integer(PredictorWeights.formatVersion))
    provenance.store(in: &writer)
    configuration.store(in: &writer)
    let layout = configuration.makeNetwork().layout
    for (index, member) in members.enumerated() {
      layout.store(member.parameters, in: &writer, below: "members/\(index)/")
      writer.add(
        "members/\(index)/standardisation", shape: [2],
        [member.standardisation.mean, member.standardisation.deviation])
    }
    writer.set(Bag.shareName, .number(Double(bag?.share ?? 0)))
    bag?.store(in: &writer, features: configuration.features)
    try writer.write(to: path)
  }
}
