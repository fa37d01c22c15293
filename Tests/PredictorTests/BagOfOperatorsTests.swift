import Fixtures
import Foundation
import Operators
import Predictor
import Randomness
import Spaces
import Tensors
import TestSupport
import Testing

@Suite("Bags of operators")
struct BagOfOperatorsTests {
  private static let features = 5
  private let network = BagOfOperators(features: features)
  private let graphs = RandomGraphs.make(60, operators: 7, seed: 5)
  private let operators: OperatorInputs
  private let parameters: [Float]

  init() {
    var random = SplitMix64(seed: 2)
    let count = 7 * BagOfOperatorsTests.features
    operators = OperatorInputs(
      features: Matrix(
        rows: 7, columns: BagOfOperatorsTests.features,
        elements: (0..<count).map { _ in Float(random.normal()) }))
    parameters = (0..<BagOfOperatorsTests.features).map { _ in Float(random.normal()) }
  }

  /// The formula with the sums in the other order, in double precision.
  private func naiveScore(_ graph: OperatorGraph, _ parameters: [Double]) -> Double {
    (0..<BagOfOperatorsTests.features).reduce(0) { sum, feature in
      let total = graph.nodes.reduce(0.0) { $0 + Double(operators.features[Int($1), feature]) }
      return sum + total * parameters[feature]
    }
  }

  @Test("The score is the weighted sum of what the operators are, wherever they stand")
  func scores() {
    let found = network.scores(of: graphs, operators: operators, parameters: parameters)
    for (graph, score) in zip(graphs, found) {
      let expected = naiveScore(graph, parameters.map(Double.init))
      // A sum of nodes times features products, each rounded to single precision.
      let terms = Double(graph.nodes.count * BagOfOperatorsTests.features)
      #expect(abs(Double(score) - expected) < 10 * terms * 0x1p-24)
    }
  }

  @Test("Gradients equal finite differences")
  func gradients() {
    let loss = Loss.ranking(margin: 0.02)
    var random = SplitMix64(seed: 3)
    let targets = graphs.map { _ in Float(random.uniform()) }
    var values = parameters
    var gradient: [Float] = []
    let found = network.loss(
      of: graphs, operators: operators, parameters: &values, gradient: &gradient, threads: 2
    ) { loss($0, targets) }
    func naiveLoss(_ parameters: [Double]) -> Double {
      let scores = graphs.map { naiveScore($0, parameters) }
      var (sum, pairs) = (0.0, 0.0)
      for better in scores.indices {
        for worse in scores.indices where targets[better] - targets[worse] > 0.02 {
          sum += log(1 + exp(scores[worse] - scores[better]))
          pairs += 1
        }
      }
      return sum / pairs
    }
    #expect(values == parameters, "computing a loss changes no parameter")
    let wide = parameters.map(Double.init)
    #expect(abs(Double(found) - naiveLoss(wide)) < 1e-5)
    for feature in parameters.indices {
      var (above, below) = (wide, wide)
      above[feature] += 1e-5
      below[feature] -= 1e-5
      let slope = (naiveLoss(above) - naiveLoss(below)) / 2e-5
      #expect(abs(Double(gradient[feature]) - slope) < 1e-4 * max(1, abs(slope)))
    }
  }

  @Test("A share between none and all lies between the scores of both")
  func shares() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      let space = try SearchSpace.named(ToyTraining.space, in: toy.installation)
      let architectures = Array(space.architectures)
      func scores(_ bag: String) throws -> [Double] {
        try toy.trainer(ToyTraining.recipe(epochs: 2, bag: bag)).train(to: toy.output)
        return try ArchitecturePredictor(
          weights: PredictorWeights(contentsOf: toy.output), space: space,
          reader: OperatorReader(corpus: OperatorCorpus(kinds: []), embeddings: NoEmbeddings()),
          embeddings: NoEmbeddings(),
          allowingSeenLabels: true
        ).scores(of: architectures).values
      }
      let alone = try scores("")
      let bag = try scores("bag-of-operators: {share: 1}")
      let mixed = try scores("bag-of-operators: {share: 0.25}")
      for index in architectures.indices {
        guard alone[index].isFinite else {
          #expect(bag[index] == alone[index] && mixed[index] == alone[index])
          continue
        }
        #expect(abs(mixed[index] - (0.75 * alone[index] + 0.25 * bag[index])) < 1e-9)
      }
      // The labels are all but a bag of operators themselves.
      let quality = architectures.map { ToyTraining.label(of: $0, in: space) }
      let live = architectures.indices.filter { alone[$0].isFinite }
      func isOrdered(_ first: Int, _ second: Int) -> Bool {
        (quality[first] - quality[second]) * (bag[first] - bag[second]) > 0
      }
      let pairs = zip(live, live.dropFirst()).filter { quality[$0] != quality[$1] }
      let agreeing = pairs.filter { isOrdered($0, $1) }.count
      #expect(Double(agreeing) > 0.7 * Double(pairs.count), "\(agreeing) of \(pairs.count) pairs")
    }
  }
}
