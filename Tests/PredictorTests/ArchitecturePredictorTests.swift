import Foundation
import Predictor
import Randomness
import Spaces
import TestSupport
import Testing

@Suite("Predictors")
struct ArchitecturePredictorTests {
  /// Calls `body` with weights of a toy training.
  private func withWeights(
    _ recipe: String = ToyTraining.recipe(epochs: 2),
    _ body: (PredictorWeights, ToyTraining) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      try toy.trainer(recipe, embeddings: LetterEmbeddings()).train(to: toy.output)
      try body(PredictorWeights(contentsOf: toy.output), toy)
    }
  }

  private func predictor(
    _ weights: PredictorWeights, _ space: SearchSpace, threads: Int = 2, allowing: Bool = true
  ) throws -> ArchitecturePredictor {
    try ArchitecturePredictor(
      weights: weights, space: space,
      reader: OperatorReader(known: [], embeddings: NoEmbeddings()), embeddings: NoEmbeddings(),
      allowingSeenLabels: allowing, threads: threads)
  }

  @Test("Weights refuse the space whose labels they saw, unless that is asked for")
  func seenLabels() throws {
    try withWeights { weights, toy in
      let space = try SearchSpace.named(ToyTraining.space, in: toy.installation)
      let refusal = sentence { _ = try predictor(weights, space, allowing: false) }
      #expect(refusal?.contains("\"toy\" were trained on labels of \(space.name)") == true)
      #expect(refusal?.contains("--allow-seen-labels") == true)
      #expect(try predictor(weights, space).hasSeenLabels)
      let other = try SearchSpace.named("nasbench101", in: toy.installation)
      #expect(try !predictor(weights, other, allowing: false).hasSeenLabels)
    }
  }

  @Test("A score depends on the architecture alone: not on threads, order or company")
  func independence() throws {
    try withWeights { weights, toy in
      let space = try SearchSpace.named(ToyTraining.space, in: toy.installation)
      let all = Array(space.architectures)
      let scores = try predictor(weights, space).scores(of: all)
      for threads in [1, 3] {
        let isEqual = try predictor(weights, space, threads: threads).scores(of: all) == scores
        #expect(isEqual, "\(threads) threads")
      }
      let single = try predictor(weights, space)
      for index in [0, 17, 1234, 4095] {
        #expect(single.scores(of: [all[index]]) == [scores[index]])
      }
      #expect(single.scores(of: []).isEmpty)
      // What computes the same scores the same; what computes nothing scores minus infinity.
      var byForm: [OperatorGraph.CanonicalForm: Double] = [:]
      for (architecture, score) in zip(all, scores) {
        guard let form = space.operatorGraph(of: architecture)?.canonicalForm else {
          #expect(score == -.infinity)
          continue
        }
        #expect(score.isFinite)
        #expect(byForm[form, default: score] == score)
        byForm[form] = score
      }
      #expect(byForm.count == 1010)
      #expect(Set(byForm.values).count > 1000, "different cells score differently")
    }
  }

  @Test("The ensemble is the mean of its members, each on its own scale")
  func ensemble() throws {
    try withWeights { weights, toy in
      let space = try SearchSpace.named("nasbench101", in: toy.installation)
      let ensemble = try predictor(weights, space)
      var random = SplitMix64(seed: 3)
      let some = (0..<50).map { _ in space.sample(using: &random) }
      let members = (0..<ensemble.memberCount).map { ensemble.member($0).scores(of: some) }
      #expect(members.count == 2)
      #expect(members[0] != members[1])
      for (index, score) in ensemble.scores(of: some).enumerated() {
        // The share of the bag of operators is added before the mean or after: a few roundings.
        #expect(abs(score - (members[0][index] + members[1][index]) / 2) <= 8 * abs(score).ulp)
      }
    }
  }

  @Test("The published network scores cells as drawn, from their descriptions")
  func published() throws {
    let recipe = ToyTraining.recipe(
      network: "{kind: published, width: 16, layers: 2}", loss: "{kind: squared-error, scale: 1}",
      epochs: 1, seeds: "[0]", bag: "")
    try withWeights(recipe) { weights, toy in
      let space = try SearchSpace.named("nasbench101", in: toy.installation)
      let predictor = try ArchitecturePredictor(
        weights: weights, space: space,
        reader: OperatorReader(known: [], embeddings: NoEmbeddings()),
        embeddings: LetterEmbeddings())
      #expect(predictor.readings.isEmpty)
      var random = SplitMix64(seed: 3)
      let some = (0..<300).map { _ in space.sample(using: &random) }
      let scores = predictor.scores(of: some)
      #expect(scores.allSatisfy { $0.isFinite })
      // Cells of one batch do not see one another once the network is trained.
      for index in [0, 255, 256, 299] {
        #expect(abs(predictor.scores(of: [some[index]])[0] - scores[index]) < 1e-4)
      }
    }
  }
}

@Suite("Reading operators")
struct OperatorReaderTests {
  private let known = [
    KnownOperator(
      name: "conv_3x3", attributes: OperatorAttributes(values: [1, 1, 0, 1, 1]),
      descriptions: ["Convolution 3 by 3", "Two-dimensional convolution"]),
    KnownOperator(
      name: "average_pool", attributes: OperatorAttributes(values: [0, 1, 1, 0, 0]),
      descriptions: ["Average pooling"]),
  ]

  private func read(
    _ description: String, role: Operator.Role = .operation, typed: OperatorAttributes? = nil,
    ignoring: Bool = false, embeddings: any SentenceEmbeddings = LetterEmbeddings()
  ) throws -> OperatorReading {
    let candidate = Operator(name: "x", role: role, description: description, attributes: typed)
    return try OperatorReader(known: known, embeddings: embeddings).read(
      [candidate], ignoringTypedAttributes: ignoring)[0]
  }

  @Test("Typed attributes win, unless they are to be ignored")
  func typed() throws {
    let attributes = OperatorAttributes(values: [1, 0, 0, 0, 3])
    let reading = try read("Average pooling", typed: attributes, embeddings: NoEmbeddings())
    #expect(reading.source == .typed)
    #expect(reading.attributes == attributes)
    let ignored = try read("Average pooling", typed: attributes, ignoring: true)
    #expect(ignored.source == .exact(known: "average_pool"))
  }

  @Test("A known description needs no encoder, whatever its case and spacing")
  func exact() throws {
    let reading = try read("  two-dimensional\tCONVOLUTION ", embeddings: NoEmbeddings())
    #expect(reading.source == .exact(known: "conv_3x3"))
    #expect(!reading.isDoubtful)
  }

  @Test("What computes nothing is never guessed")
  func structure() throws {
    for role in [Operator.Role.zero, .identity, .input, .output] {
      let reading = try read("Convolution 3 by 3", role: role, embeddings: NoEmbeddings())
      #expect(reading.attributes == .none)
    }
  }

  @Test("Other descriptions take the attributes of the nearest, doubtfully when it is far")
  func nearest() throws {
    let near = try read("averaging pool")
    guard case .nearest("average_pool", let cosine) = near.source else {
      Issue.record("read as \(near.source)")
      return
    }
    #expect(cosine > OperatorReader.doubtfulCosine)
    #expect(!near.isDoubtful)
    #expect(near.attributes == known[1].attributes)
    #expect(try read("zzz").isDoubtful)
  }

  @Test("Neighbours come nearest first, each operator once")
  func neighbours() throws {
    let reader = OperatorReader(known: known, embeddings: LetterEmbeddings())
    let found = try reader.nearest(to: ["Convolution"], count: 5)[0]
    #expect(found.map(\.known.name) == ["conv_3x3", "average_pool"])
    #expect(found[0].cosine > found[1].cosine)
    #expect(try reader.nearest(to: ["Convolution"], count: 1)[0].count == 1)
  }
}
