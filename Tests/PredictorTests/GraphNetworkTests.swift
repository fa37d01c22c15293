import Fixtures
import Foundation
import Predictor
import Randomness
import Spaces
import Tensors
import Testing

/// Relative to the largest expected number: single precision over sums of a few hundred products.
private func largestDifference(_ found: [Float], _ expected: [Float]) -> Float {
  let scale = expected.map(abs).max() ?? 1
  return zip(found, expected).map { abs($0 - $1) }.max().map { $0 / max(scale, 1e-6) } ?? 0
}

@Suite("Graph networks")
struct GraphNetworkTests {
  // Sums of at most 3 * 16 products through four layers: about 200 roundings of 2^-24 each, times
  // the amplification of the layer norms (below 10 here).
  static let tolerance: Float = 200 * 0x1p-24 * 10

  let goldens: NetworkGoldens
  let directed: DirectedGraphNetwork
  /// The same with signals.
  let signals: DirectedGraphNetwork
  let published: PublishedGraphNetwork

  init() throws {
    goldens = try NetworkGoldens()
    let (features, width) = (goldens.operators.features.columns, NetworkGoldens.width)
    let layers = NetworkGoldens.layers
    directed = DirectedGraphNetwork(.init(features: features, width: width, layers: layers))
    signals = DirectedGraphNetwork(
      .init(features: features, width: width, layers: layers, signals: true))
    published = PublishedGraphNetwork(.init(features: features, width: width, layers: layers))
  }

  @Test("Both networks score as the independent implementation does")
  func scoresEqualGoldens() throws {
    for (name, network) in [("directed", directed), ("signals", signals)] {
      let parameters = try goldens.vector(network.layout, below: "\(name)/parameters")
      let scores = network.scores(
        of: goldens.graphs, operators: goldens.operators, parameters: parameters)
      let expected = try goldens.floats("\(name)/scores")
      #expect(scores.count == expected.count)
      #expect(largestDifference(scores, expected) < Self.tolerance, "\(name)")
    }

    var running = try goldens.vector(published.layout, below: "published/parameters")
    var gradient: [Float] = []
    var seen: [Float] = []
    _ = published.loss(
      of: goldens.graphs, operators: goldens.operators, parameters: &running, gradient: &gradient,
      threads: 1
    ) {
      seen = $0
      return (0, $0)
    }
    #expect(largestDifference(seen, try goldens.floats("published/scores")) < Self.tolerance)
  }

  @Test("Losses and gradients equal automatic differentiation, tensor by tensor")
  func gradientsEqualGoldens() throws {
    let cases: [(String, any GraphNetwork, Loss)] = [
      ("directed", directed, .ranking(margin: 0.02)),
      ("signals", signals, .ranking(margin: 0.02)), ("published", published, .squaredError),
    ]
    for (name, network, loss) in cases {
      var parameters = try goldens.vector(network.layout, below: "\(name)/parameters")
      var gradient: [Float] = []
      let value = network.loss(
        of: goldens.graphs, operators: goldens.operators, parameters: &parameters,
        gradient: &gradient, threads: 2
      ) { loss($0, goldens.targets) }
      let expected = try goldens.floats("\(name)/loss")
      #expect(largestDifference([value], expected) < Self.tolerance)
      for entry in network.layout.entries where entry.isTrained {
        let found = Array(gradient[entry.range])
        let expected = try goldens.floats("\(name)/gradient/\(entry.name)")
        let hasNoEffect =
          name == "published" && entry.name.hasPrefix("layers") && entry.name.hasSuffix("/bias")
          || entry.name == "score/bias" && name != "published"
        if hasNoEffect {
          // Neither a bias before a batch norm nor one added to all scores changes the loss: its
          // gradient is rounding noise.
          #expect(found.allSatisfy { abs($0) < 1e-5 }, "\(name) \(entry.name)")
        } else {
          let difference = largestDifference(found, expected)
          #expect(difference < 5 * Self.tolerance, "\(name) \(entry.name)")
        }
      }
    }
  }

  @Test("Gradients equal finite differences of the naive twin in double precision")
  func gradientsEqualFiniteDifferences() throws {
    var parameters = try goldens.vector(signals.layout, below: "signals/parameters")
    let loss = Loss.ranking(margin: 0.02)
    var gradient: [Float] = []
    _ = signals.loss(
      of: goldens.graphs, operators: goldens.operators, parameters: &parameters,
      gradient: &gradient,
      threads: 1
    ) { loss($0, goldens.targets) }
    func naiveLoss(_ values: [Double]) -> Double {
      let scores = goldens.graphs.map {
        signals.naiveScore(of: $0, operators: goldens.operators, parameters: values)
      }
      var (sum, pairs) = (0.0, 0.0)
      for better in scores.indices {
        for worse in scores.indices where goldens.targets[better] - goldens.targets[worse] > 0.02 {
          sum += log(1 + exp(scores[worse] - scores[better]))
          pairs += 1
        }
      }
      return sum / pairs
    }
    var random = SplitMix64(seed: 3)
    for _ in 0..<8 {
      let direction = parameters.map { _ in random.normal() }
      let step = 1e-5
      let wide = parameters.map(Double.init)
      let forward = naiveLoss(zip(wide, direction).map { $0 + step * $1 })
      let backward = naiveLoss(zip(wide, direction).map { $0 - step * $1 })
      let slope = zip(gradient, direction).reduce(0.0) { $0 + Double($1.0) * $1.1 }
      let expected = (forward - backward) / (2 * step)
      // A kink of a ReLU inside the step costs up to the step's share of the slope.
      #expect(abs(slope - expected) < 1e-4 * max(1, abs(expected)))
    }
  }

  @Test("The scoring engine, the training pass and the naive twin agree")
  func engineEqualsNaiveTwin() throws {
    let parameters = try goldens.vector(signals.layout, below: "signals/parameters")
    let graphs = RandomGraphs.make(500, operators: goldens.operators.features.rows, seed: 11)
    let engine = GraphScoringEngine(signals, parameters: parameters, operators: goldens.operators)
    let fast = engine.scores(of: graphs, threads: 2)
    let trained = signals.scores(of: graphs, operators: goldens.operators, parameters: parameters)
    let naive = graphs.map {
      Float(
        signals.naiveScore(
          of: $0, operators: goldens.operators, parameters: parameters.map(Double.init)))
    }
    #expect(largestDifference(fast, naive) < Self.tolerance)
    #expect(largestDifference(trained, naive) < Self.tolerance)
  }

  // The kernels know the width of the shipped weights, 64, beforehand.
  @Test("The engine agrees with its naive twin for every width", arguments: [16, 48, 64, 80])
  func widths(width: Int) {
    let features = goldens.operators.features.columns
    for signals in [false, true] {
      let network = DirectedGraphNetwork(
        .init(features: features, width: width, layers: 3, signals: signals))
      var random = SplitMix64(seed: UInt64(width))
      let parameters = (0..<network.layout.count).map { _ in Float(0.2 * random.normal()) }
      let graphs = RandomGraphs.make(60, operators: goldens.operators.features.rows, seed: 4)
      let engine = GraphScoringEngine(network, parameters: parameters, operators: goldens.operators)
      let naive = graphs.map {
        Float(
          network.naiveScore(
            of: $0, operators: goldens.operators, parameters: parameters.map(Double.init)))
      }
      let fast = engine.scores(of: graphs, threads: 2)
      // Sums are up to 80 / 16 times as long as those that the tolerance is for.
      #expect(largestDifference(fast, naive) < 5 * Self.tolerance)
      let layouts = GraphScoringEngine.layouts(of: graphs, for: [engine], threads: 2)
      #expect(GraphScoringEngine.scores(of: layouts, with: [engine], threads: 2) == [fast])
    }
  }

  @Test("Neither threads nor neighbours in the batch change a score by a bit")
  func engineDoesNotDependOnTheBatch() throws {
    let parameters = try goldens.vector(signals.layout, below: "signals/parameters")
    var graphs = RandomGraphs.make(700, operators: goldens.operators.features.rows, seed: 12)
    let engine = GraphScoringEngine(signals, parameters: parameters, operators: goldens.operators)
    let reference = engine.scores(of: graphs, threads: 1)
    for threads in [2, 7] {
      let isEqual = engine.scores(of: graphs, threads: threads) == reference
      #expect(isEqual, "\(threads) threads")
    }
    for index in [0, 1, 350, 699] {
      #expect(engine.scores(of: [graphs[index]], threads: 1) == [reference[index]])
    }
    graphs.reverse()
    let reversed = engine.scores(of: graphs, threads: 2) == reference.reversed()
    #expect(reversed)
    #expect(engine.scores(of: [], threads: 2).isEmpty)
  }

  @Test("A graph larger than a block is scored as the naive twin scores it")
  func largeGraphs() throws {
    let parameters = try goldens.vector(signals.layout, below: "signals/parameters")
    let nodes = [0] + Array(repeating: UInt8(3), count: 4999) + [1]
    let chain = OperatorGraph(
      nodes: nodes,
      edges: (1..<nodes.count).map { .init(source: $0 - 1, target: $0) })
    let engine = GraphScoringEngine(signals, parameters: parameters, operators: goldens.operators)
    let small = RandomGraphs.make(3, operators: goldens.operators.features.rows, seed: 5)
    let found = engine.scores(of: small + [chain, chain] + small, threads: 1)
    let naive = signals.naiveScore(
      of: chain, operators: goldens.operators, parameters: parameters.map(Double.init))
    #expect(found[3] == found[4])
    #expect(abs(Double(found[3]) - naive) < Double(Self.tolerance) * abs(naive))
    #expect(Array(found[..<3]) == Array(found[5...]))
  }

  @Test("Renaming the inner nodes of a graph leaves its score")
  func relabelling() throws {
    let parameters = try goldens.vector(signals.layout, below: "signals/parameters")
    let diamond = OperatorGraph(
      nodes: [0, 2, 3, 4, 1],
      edges: [
        .init(source: 0, target: 1), .init(source: 0, target: 2, count: 2),
        .init(source: 1, target: 3), .init(source: 2, target: 4), .init(source: 3, target: 4),
      ])
    let relabelled = OperatorGraph(
      nodes: [0, 3, 2, 4, 1],
      edges: [
        .init(source: 0, target: 1, count: 2), .init(source: 0, target: 2),
        .init(source: 2, target: 3), .init(source: 1, target: 4), .init(source: 3, target: 4),
      ])
    let scores = signals.scores(
      of: [diamond, relabelled], operators: goldens.operators, parameters: parameters)
    #expect(largestDifference([scores[0]], [scores[1]]) < Self.tolerance)
  }
}
