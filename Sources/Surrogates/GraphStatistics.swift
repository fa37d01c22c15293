import Foundation
import Signals
import Spaces

/// An encoding of operator graphs for surrogates with few labels: how much a cell computes, how
/// deep its paths are, and how signals pass through it. Path lengths in kinds of operators are
/// those of GRAF (Kadlecova et al., ICML 2024), with attributes in the place of names.
package struct GraphStatistics: Sendable {
  private let operators: [OperatorAttributes]
  private let propagation: SignalPropagation

  /// - Parameter operators: the attributes of the space's operators, [O]
  package init(_ operators: [OperatorAttributes]) {
    self.operators = operators
    propagation = SignalPropagation(operators.map { OperatorResponse($0) })
  }

  /// The names of the columns, in order.
  package static let names =
    [
      "log cost", "learnable", "learnable and spatial", "poolings", "spatial share",
      "pooling share", "input degree", "output degree", "edges per node", "log ways",
    ]
    + PathLength.measures.flatMap { ["shortest \($0)", "longest \($0)"] }
    + (0..<PathLength.countedDepths).map { "log ways of depth \($0)" }
    + ["disagreement"] + SignalPropagation.names.map { "\($0) at the output" }

  /// The row of a graph, in the order of ``names``.
  ///
  /// - Complexity: O(nodes * (edges + components^2))
  package func row(of graph: OperatorGraph) -> [Double] {
    let attributes = graph.nodes.map { operators[Int($0)] }
    func sum(_ value: (OperatorAttributes) -> Float) -> Double {
      attributes.reduce(0) { $0 + Double(value($1)) }
    }
    let cost = sum(\.cost)
    let (learnable, poolings) = (sum(\.learnable), sum(\.pooling))
    let spatial = sum { $0.learnable * $0.spatial }
    let working = max(1, learnable + poolings)
    let connections = graph.edges.reduce(0) { $0 + Int($1.count) }
    let last = graph.nodes.count - 1
    func degree(_ isCounted: (OperatorGraph.Edge) -> Bool) -> Double {
      Double(graph.edges.reduce(0) { $0 + (isCounted($1) ? Int($1.count) : 0) })
    }
    let paths = PathLength(graph, attributes)
    let signals = propagation.signals(of: graph).map(Double.init)
    let columns = SignalPropagation.count
    let correlation = SignalPropagation.correlationColumn
    let disagreement = graph.nodes.indices.reduce(0.0) { sum, node in
      guard attributes[node].learnable > 0 || node == last else { return sum }
      return sum + acos(min(1, max(-1, signals[node * columns + correlation]))) / .pi
    }
    return [
      log(cost + 0.02), learnable, spatial, poolings, spatial / working, poolings / working,
      degree { $0.source == 0 }, degree { Int($0.target) == last },
      Double(connections) / Double(graph.nodes.count), log(paths.ways),
    ] + paths.extremes + paths.depths.map { log(1 + $0) } + [disagreement]
      + signals.suffix(columns)
  }
}

/// The lengths of the paths from the input of a graph to its output, in several measures.
private struct PathLength {
  /// What is summed along a path.
  static let measures = ["learnable", "learnable and spatial", "poolings", "cost"]
  /// Paths with 0, 1, 2 and 3 learnable operators are counted.
  static let countedDepths = 4

  /// The smallest and the largest sum of each measure.
  let extremes: [Double]
  /// The number of paths. Parallel connections count separately.
  let ways: Double
  /// The number of paths with 0, 1, ... learnable operators.
  let depths: [Double]

  init(_ graph: OperatorGraph, _ attributes: [OperatorAttributes]) {
    let lengths = attributes.map {
      [$0.learnable, $0.learnable * $0.spatial, $0.pooling, $0.cost].map(Double.init)
    }
    let (nodes, measures) = (graph.nodes.count, PathLength.measures.count)
    // From the input to each node, the node included.
    var shortest = Array(repeating: [Double](repeating: .infinity, count: measures), count: nodes)
    var longest = Array(repeating: [Double](repeating: -.infinity, count: measures), count: nodes)
    var depths = Array(
      repeating: [Double](repeating: 0, count: PathLength.countedDepths), count: nodes)
    var ways = [Double](repeating: 0, count: nodes)
    (shortest[0], longest[0], ways[0]) = (lengths[0], lengths[0], 1)
    depths[0][0] = 1
    // Edges are in the order of their targets, so that a node is complete before an edge leaves it.
    for edge in graph.edges {
      let (source, target, count) = (Int(edge.source), Int(edge.target), Double(edge.count))
      for measure in 0..<measures {
        let length = lengths[target][measure]
        shortest[target][measure] = min(
          shortest[target][measure], shortest[source][measure] + length)
        longest[target][measure] = max(longest[target][measure], longest[source][measure] + length)
      }
      ways[target] += count * ways[source]
      let deepens = attributes[target].learnable > 0
      for depth in 0..<PathLength.countedDepths where !deepens || depth > 0 {
        depths[target][depth] += count * depths[source][deepens ? depth - 1 : depth]
      }
    }
    extremes = (0..<measures).flatMap { [shortest[nodes - 1][$0], longest[nodes - 1][$0]] }
    (self.ways, self.depths) = (ways[nodes - 1], depths[nodes - 1])
  }
}
