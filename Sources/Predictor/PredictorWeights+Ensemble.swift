import TensorFiles

extension PredictorWeights {
  /// One trained network of an ensemble.
  struct Member: Sendable {
    let seed: Int
    /// In the order of the network's layout.
    let parameters: [Float]
    /// Mean and standard deviation of the member's scores over the labelled architectures that it
    /// was trained on. They put the ensemble members on one scale.
    let standardisation: (mean: Float, deviation: Float)
  }

  /// Networks that score together.
  struct Ensemble: Sendable {
    let members: [Member]
    /// The bag of operators that scores beside the members; nil when they score alone.
    let bag: Bag?
  }
}

extension PredictorWeights.Ensemble {
  /// What an ensemble's tensors depend on.
  struct Shape {
    let seeds: [Int]
    let configuration: PredictorConfiguration
    let bagShare: Float?

    /// Declares the tensors that ``PredictorWeights/Ensemble/store(in:_:below:)`` writes.
    func declare(in table: inout TensorTable, below prefix: String = "") {
      let layout = configuration.makeNetwork().layout
      for index in seeds.indices {
        let name = PredictorWeights.Ensemble.name(ofMember: index, below: prefix)
        layout.declare(in: &table, below: name)
        table.add(name + "standardisation", [2], storage: [.float32])
      }
      if bagShare != nil {
        PredictorWeights.Bag.declare(
          in: &table, features: configuration.features, below: prefix)
      }
    }
  }

  private static func name(ofMember index: Int, below prefix: String) -> String {
    "\(prefix)members/\(index)/"
  }

  /// - Parameter tensors: those that the shape declares
  init(_ shape: Shape, _ tensors: [String: Tensor], below prefix: String = "") {
    let layout = shape.configuration.makeNetwork().layout
    members = shape.seeds.enumerated().map { index, seed in
      let name = Self.name(ofMember: index, below: prefix)
      let standardisation = tensors[name + "standardisation"]?.floats ?? [0, 1]
      return PredictorWeights.Member(
        seed: seed, parameters: layout.values(from: tensors, below: name),
        standardisation: (standardisation[0], standardisation[1]))
    }
    bag = shape.bagShare.map {
      PredictorWeights.Bag(
        share: $0, tensors, features: shape.configuration.features, below: prefix)
    }
  }

  func store(
    in writer: inout TensorFileWriter, _ configuration: PredictorConfiguration,
    below prefix: String = ""
  ) {
    let layout = configuration.makeNetwork().layout
    for (index, member) in members.enumerated() {
      let name = Self.name(ofMember: index, below: prefix)
      layout.store(member.parameters, in: &writer, below: name)
      writer.add(
        name + "standardisation", shape: [2],
        [member.standardisation.mean, member.standardisation.deviation])
    }
    bag?.store(in: &writer, features: configuration.features, below: prefix)
  }
}
