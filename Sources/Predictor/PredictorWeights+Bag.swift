import TensorFiles

extension PredictorWeights {
  /// A trained ``BagOfOperators`` with its share in the score.
  struct Bag: Sendable {
    static let shareName = "bag_of_operators"
    private static let prefix = "bag_of_operators/"

    /// Above 0, at most 1.
    let share: Float
    /// In the order of the network's layout.
    let parameters: [Float]
    /// As that of a member.
    let standardisation: (mean: Float, deviation: Float)

    init(share: Float, parameters: [Float], standardisation: (mean: Float, deviation: Float)) {
      self.share = share
      self.parameters = parameters
      self.standardisation = standardisation
    }

    /// The share that a file states; nil when its members score alone.
    ///
    /// - Throws: ``TensorFileError`` when it is missing or out of range.
    static func share(in file: TensorFile) throws -> Float? {
      let share = try file.number(shareName)
      guard (0...1).contains(share) else {
        throw TensorFileError(
          path: file.path, "attribute \"\(shareName)\" is \(share), expected 0 to 1")
      }
      return share > 0 ? Float(share) : nil
    }

    /// Declares the tensors that ``store(in:features:below:)`` writes.
    static func declare(in table: inout TensorTable, features: Int, below path: String) {
      BagOfOperators(features: features).layout.declare(in: &table, below: path + prefix)
      table.add(path + prefix + "standardisation", [2], storage: [.float32])
    }

    init(share: Float, _ tensors: [String: Tensor], features: Int, below path: String) {
      let standardisation = tensors[path + Bag.prefix + "standardisation"]?.floats ?? [0, 1]
      self.init(
        share: share,
        parameters: BagOfOperators(features: features).layout.values(
          from: tensors, below: path + Bag.prefix),
        standardisation: (standardisation[0], standardisation[1]))
    }

    func store(in writer: inout TensorFileWriter, features: Int, below path: String) {
      BagOfOperators(features: features).layout.store(
        parameters, in: &writer, below: path + Bag.prefix)
      writer.add(
        path + Bag.prefix + "standardisation", shape: [2],
        [standardisation.mean, standardisation.deviation])
    }
  }
}
