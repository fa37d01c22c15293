import Fixtures
import Foundation
import Operators
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
      reader: OperatorReader(corpus: OperatorCorpus(kinds: []), embeddings: NoEmbeddings()),
      embeddings: NoEmbeddings(),
      allowingSeenLabels: allowing, threads: threads)
  }

  @Test("Weights refuse the space whose labels they saw, unless that is asked for")
  func seenLabels() throws {
    try withWeights { weights, toy in
      let space = try SearchSpace.named(ToyTraining.space, in: toy.installation)
      let refusal = sentence { _ = try predictor(weights, space, allowing: false) }
      #expect(refusal?.contains("\"toy\" were trained on labels of \(space.name)") == true)
      #expect(refusal?.contains("allowSeenLabels: true") == true)
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
        #expect(single.scores(of: [all[index]]).values == [scores[index]])
      }
      #expect(single.scores(of: []).isEmpty)
      // Equal operator graphs score the same; a cell that computes nothing scores minus infinity.
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
      let members = ensemble.members.map { $0.scores(of: some) }
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
        reader: OperatorReader(corpus: OperatorCorpus(kinds: []), embeddings: NoEmbeddings()),
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
