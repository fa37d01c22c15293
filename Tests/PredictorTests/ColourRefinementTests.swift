import Fixtures
import Predictor
import Signals
import Spaces
import Tensors
import Testing

@Suite("Colours of nodes")
struct ColourRefinementTests {
  private static let graphs =
    RandomGraphs.make(150, operators: 4, seed: 21) + RandomGraphs.make(150, operators: 9, seed: 22)
  private static let propagation = SignalPropagation([
    .passes, .passes, .convolves, .smooths(1), .smooths(0.7), .convolves, .passes, .smooths(0.5),
    .convolves,
  ])

  @Test("Nodes share a colour exactly when what they hear is equal", arguments: 1...4)
  func equalsNaiveTwin(layers: Int) {
    // Used before, for more layers and another batch: nothing of it may be left.
    var colours = ColourRefinement(mostDistinct: 1)
    let propagation = Self.propagation
    colours.refine(
      GraphBatch(Self.graphs.reversed(), propagation: propagation), withSignals: true, layers: 4)
    for withSignals in [false, true] {
      colours.refine(
        GraphBatch(Self.graphs, propagation: propagation), withSignals: withSignals, layers: layers)
      let naive = Self.graphs.flatMap {
        Self.stories(of: $0, withSignals: withSignals, rounds: layers - 1)
      }
      let found = colours.beforeTheLastLayer
      #expect(found.count == naive.count)
      // One-to-one: as many pairs as there are of either.
      let pairs = Set(zip(found, naive).map { "\($0) \($1)" })
      #expect(pairs.count == Set(found).count && pairs.count == Set(naive).count)
      #expect(Set(found) == Set(0..<Int32(pairs.count)))
    }
  }

  @Test("Where most nodes differ no more equal ones are looked for, and none are mixed up")
  func givesUp() {
    let batch = GraphBatch(Self.graphs, propagation: Self.propagation)
    var counts: [Int] = []
    for mostDistinct in [0, 0.75, 1] {
      var colours = ColourRefinement(mostDistinct: mostDistinct)
      colours.refine(batch, withSignals: true, layers: 3)
      let found = colours.beforeTheLastLayer
      let naive = Self.graphs.flatMap { Self.stories(of: $0, withSignals: true, rounds: 2) }
      let pairs = Set(zip(found, naive).map { "\($0) \($1)" })
      #expect(pairs.count == Set(found).count)
      counts.append(pairs.count)
    }
    #expect(counts[0] == batch.nodeCount && counts[1] >= counts[2] && counts[2] < counts[0])
  }

  @Test("What is left to compute is what the colours and their neighbours add up to")
  func work() {
    // Twice, so that there are always enough equal nodes to look for.
    let graphs = Self.graphs + Self.graphs
    let nodes = graphs.reduce(0) { $0 + $1.nodes.count }
    let edges = graphs.reduce(0) { $0 + $1.edges.count }
    let network = DirectedGraphNetwork(.init(features: 2, width: 16, layers: 3))
    let engine = GraphScoringEngine(
      network, parameters: Array(repeating: 0.1, count: network.layout.count),
      operators: OperatorInputs(features: Matrix(rows: 9, columns: 2)))
    let work = GraphScoringEngine.layouts(of: graphs, for: [engine], threads: 1).map {
      $0.work(withSignals: false)
    }
    let states = (1...2).map { rounds in
      Set(Self.graphs.flatMap { Self.stories(of: $0, withSignals: false, rounds: rounds) }).count
    }
    #expect(work.count == 1)
    #expect(work[0].inputs == 9)
    #expect(work[0].states == states.reduce(0, +))
    #expect((2 * edges...3 * 2 * edges).contains(work[0].messages))
    #expect(work[0].states < nodes)
  }

  /// For each node all that it hears in some rounds, written out.
  private static func stories(
    of graph: OperatorGraph, withSignals: Bool, rounds: Int
  ) -> [String] {
    let signals = propagation.signals(of: graph)
    let count = SignalPropagation.count
    var stories = graph.nodes.indices.map { node in
      withSignals
        ? "\(graph.nodes[node]) \(signals[node * count..<(node + 1) * count].map(\.bitPattern))"
        : "\(graph.nodes[node])"
    }
    for _ in 0..<rounds {
      stories = graph.nodes.indices.map { node in
        // A message with its weight.
        func heard(_ edges: [OperatorGraph.Edge], _ origin: KeyPath<OperatorGraph.Edge, UInt16>)
          -> [String]
        {
          let total = edges.reduce(0) { $0 + Int($1.count) }
          return edges.map {
            "\(Float($0.count) / Float(total).squareRoot()) \(stories[Int($0[keyPath: origin])])"
          }.sorted()
        }
        let down = heard(graph.edges.filter { $0.target == node }, \.source)
        let up = heard(graph.edges.filter { $0.source == node }, \.target)
        return "(\(stories[node]) down \(down) up \(up))"
      }
    }
    return stories
  }
}
