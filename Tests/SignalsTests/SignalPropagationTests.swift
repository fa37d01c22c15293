import Fixtures
import Foundation
import Randomness
import Signals
import Spaces
import Testing

@Suite("Signal propagation")
struct SignalPropagationTests {
  let propagation = SignalPropagation(GraphGoldens.responses)

  @Test("Equals the independent implementation, node by node")
  func equalsGoldens() throws {
    let goldens = try GraphGoldens()
    let expected = try goldens.floats("propagation")
    let padded = expected.count / goldens.graphs.count
    for (index, graph) in goldens.graphs.enumerated() {
      let found = propagation.signals(of: graph)
      #expect(found.count == graph.nodes.count * SignalPropagation.count)
      for (place, value) in found.enumerated() {
        let reference = expected[index * padded + place]
        // Both sides compute in double precision and round once.
        #expect(
          abs(value - reference) <= 4 * Float.ulpOfOne * max(1, abs(reference)),
          "graph \(index), number \(place)")
      }
    }
  }

  @Test("A skip path beside a convolution adds variance and gain")
  func skipPath() {
    let plain = OperatorGraph(
      nodes: [0, 2, 1], edges: [.init(source: 0, target: 1), .init(source: 1, target: 2)])
    let residual = OperatorGraph(
      nodes: [0, 2, 1],
      edges: [
        .init(source: 0, target: 1), .init(source: 0, target: 2), .init(source: 1, target: 2),
      ])
    let (without, with) = (propagation.signals(of: plain), propagation.signals(of: residual))
    let output = 2 * SignalPropagation.count
    #expect(abs(without[output]) < 1e-6, "a convolution's output has variance 1")
    #expect(abs(with[output] - log(2)) < 1e-6, "two independent components of variance 1")
    #expect(with[output + 2] > without[output + 2])
    #expect(with[output + 1] > without[output + 1], "the input correlates more than what is behind")
  }

  @Test("Copies of one gradient add up in amplitude, independent ones in variance")
  func parallelWays() {
    let double = OperatorGraph(nodes: [0, 1], edges: [.init(source: 0, target: 1, count: 2)])
    let signals = propagation.signals(of: double)
    let (input, output) = (0, SignalPropagation.count)
    #expect(abs(signals[output] - log(4)) < 1e-6, "twice the signal")
    #expect(abs(signals[output + 2] - log(4 + 1e-3)) < 1e-6, "twice the gradient")
    // The output is taken to be normalised, and the same way leads back.
    #expect(abs(signals[input + 3] - log(1 + 1e-3)) < 1e-6)

    let convolved = OperatorGraph(
      nodes: [0, 2, 3, 1],
      edges: [
        .init(source: 0, target: 1), .init(source: 0, target: 2), .init(source: 1, target: 3),
        .init(source: 2, target: 3),
      ])
    let gain = Float.pi / (.pi - 1)
    let other = propagation.signals(of: convolved)
    #expect(abs(other[3 * SignalPropagation.count + 2] - log(2 * gain + 1e-3)) < 1e-6)
    #expect(abs(other[3] - log(gain + 1e-3)) < 1e-6, "half of twice the gain")
  }

  @Test("Renumbering the nodes of a graph permutes its signals")
  func renumbering() {
    var random = SplitMix64(seed: 5)
    for graph in RandomGraphs.make(200, operators: 6, seed: 4) {
      let signals = propagation.signals(of: graph)
      #expect(signals.allSatisfy { $0.isFinite })
      let (other, places) = RandomGraphs.renumbered(graph, using: &random)
      let found = propagation.signals(of: other)
      for node in graph.nodes.indices {
        for number in 0..<SignalPropagation.count {
          let expected = signals[node * SignalPropagation.count + number]
          let value = found[places[node] * SignalPropagation.count + number]
          // Sums run in another order, in double precision.
          #expect(abs(value - expected) <= 4 * Float.ulpOfOne * max(1, abs(expected)))
        }
      }
    }
  }
}
