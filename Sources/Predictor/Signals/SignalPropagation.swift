import Foundation
import Signals
import Spaces

/// How a signal and its gradient pass through a cell at initialisation, in the limit of infinite
/// width: numbers that zero-cost proxies measure by running a network, in closed form.
///
/// Every node carries a sum of independent components: the cell's input and the output of each
/// convolution. A component has a variance and the correlation that it has between two samples of
/// data. A convolution with ReLU and batch norm makes a fresh component of variance 1, whose
/// correlation follows the arc-cosine kernel (Cho and Saul, NIPS 2009),
///
///     f(c) = (k(c) - 1/pi) / (1 - 1/pi),    k(c) = (sqrt(1 - c^2) + (pi - arccos c) c) / pi
///
/// A pooling of strength d averages neighbouring positions: the covariance of two copies of one
/// component that were smoothed p and q times is keep(p + q) of its variance, where
/// keep(n) = ((1 + 8 * 0.6) / 9)^(n^0.8) for neighbours that correlate 0.6. Sums add components, so
/// copies of one component on parallel paths add up in amplitude. A gradient is amplified by
/// pi / (pi - 1) over the variance of a convolution's input, and parallel paths add.
package struct SignalPropagation: Sendable {
  /// The numbers known of each node, in the order of a row of ``signals(of:)``.
  package static let names = [
    "log input variance", "output correlation", "log gradient gain from the input",
    "log gradient gain to the output", "depth", "poolings",
  ]
  package static var count: Int { names.count }
  /// Where the output correlation stands in a row.
  package static let correlationColumn = 1

  private static let smallestVariance = 1e-9
  private static let smallestGain = 1e-3

  private let responses: [OperatorResponse]

  /// - Parameter responses: of each operator of the space, [O]
  package init(_ responses: [OperatorResponse]) {
    self.responses = responses
  }

  /// One row for each node of a graph, [N, 6].
  ///
  /// - Complexity: O(nodes * (edges + components^2))
  package func signals(of graph: OperatorGraph) -> [Float] {
    var signals: [Float] = []
    appendSignals(of: graph, to: &signals)
    return signals
  }

  /// Appends the rows of ``signals(of:)``.
  package func appendSignals(of graph: OperatorGraph, to rows: inout [Float]) {
    let nodes = Pass(graph, responses).nodes
    for node in nodes {
      rows.append(Float(log(node.inputVariance + SignalPropagation.smallestVariance)))
      rows.append(Float(node.correlation))
      rows.append(Float(log(node.gain + SignalPropagation.smallestGain)))
      rows.append(Float(log(node.gainToOutput + SignalPropagation.smallestGain)))
      rows.append(Float(node.depth))
      rows.append(Float(node.poolings))
    }
  }
}

extension SignalPropagation {
  fileprivate struct Node {
    var inputVariance = 1.0
    var correlation = InfiniteWidth.inputCorrelation
    var variance = 1.0
    /// From the cell's input to this node.
    var gain = 1.0
    /// From this node to the cell's output.
    var gainToOutput = 0.0
    /// What the gain of this node's operator is multiplied with.
    var factor = 1.0
    /// Convolutions and poolings on the way here, each way weighted by its gain.
    var depth = 0.0
    var poolings = 0.0
  }

  /// A component that was smoothed some times and has some amplitude.
  fileprivate struct Term {
    var component: Int
    var smoothings: Double
    var amplitude: Double
  }

  fileprivate struct Pass {
    private(set) var nodes: [Node]
    /// What each node sends on.
    private var sums: [[Term]]
    private var correlations = [InfiniteWidth.inputCorrelation]

    init(_ graph: OperatorGraph, _ responses: [OperatorResponse]) {
      let count = graph.nodes.count
      nodes = Array(repeating: Node(), count: count)
      sums = Array(repeating: [], count: count)
      sums[0] = [Term(component: 0, smoothings: 0, amplitude: 1)]
      // Edges stand in the order of their targets.
      var next = graph.edges.startIndex
      for node in graph.nodes.indices.dropFirst() {
        let first = next
        while next < graph.edges.endIndex, Int(graph.edges[next].target) == node { next += 1 }
        enter(node, from: graph.edges[first..<next])
        respond(node, with: responses[Int(graph.nodes[node])])
      }
      goBack(graph)
    }

    private mutating func enter(_ node: Int, from edges: ArraySlice<OperatorGraph.Edge>) {
      var sum: [Term] = []
      var gain = 0.0
      for edge in edges {
        let (source, count) = (nodes[Int(edge.source)], Double(edge.count))
        gain += count * source.gain
        for term in sums[Int(edge.source)] {
          let known = sum.firstIndex {
            $0.component == term.component && $0.smoothings == term.smoothings
          }
          if let known {
            sum[known].amplitude += count * term.amplitude
          } else {
            sum.append(term)
            sum[sum.count - 1].amplitude *= count
          }
        }
      }
      sums[node] = sum
      nodes[node].gain = gain
      for edge in edges {
        let share = Double(edge.count) * nodes[Int(edge.source)].gain / gain
        nodes[node].depth += share * nodes[Int(edge.source)].depth
        nodes[node].poolings += share * nodes[Int(edge.source)].poolings
      }
      measure(node)
      nodes[node].inputVariance = nodes[node].variance
    }

    private mutating func respond(_ node: Int, with response: OperatorResponse) {
      switch response {
      case .passes:
        break
      case .smooths(let strength):
        for index in sums[node].indices { sums[node][index].smoothings += strength }
        nodes[node].factor = InfiniteWidth.keep(2 * strength)
        nodes[node].poolings += strength
        measure(node)
      case .convolves:
        let correlation = InfiniteWidth.correlation(afterReLU: nodes[node].correlation)
        correlations.append(correlation)
        sums[node] = [Term(component: correlations.count - 1, smoothings: 0, amplitude: 1)]
        nodes[node].factor =
          1 / nodes[node].variance / (1 - InfiniteWidth.uncorrelatedKernel)
        nodes[node].depth += 1
        nodes[node].variance = 1
        nodes[node].correlation = correlation
      }
      nodes[node].gain *= nodes[node].factor
    }

    /// The variance of what a node holds, and its correlation between two samples.
    private mutating func measure(_ node: Int) {
      let sum = sums[node]
      var (variance, covariance) = (0.0, 0.0)
      for (index, first) in sum.enumerated() {
        for (offset, second) in sum[index...].enumerated()
        where second.component == first.component {
          let part =
            (offset == 0 ? 1 : 2) * first.amplitude * second.amplitude
            * InfiniteWidth.keep(first.smoothings + second.smoothings)
          variance += part
          covariance += part * correlations[first.component]
        }
      }
      nodes[node].variance = variance
      nodes[node].correlation = covariance / variance
    }

    private mutating func goBack(_ graph: OperatorGraph) {
      let output = nodes.count - 1
      nodes[output].gainToOutput =
        1 / max(nodes[output].variance, SignalPropagation.smallestVariance)
      // Edges stand in the order of their targets: all that leave a node come after those that
      // arrive there.
      for edge in graph.edges.reversed() {
        let target = nodes[Int(edge.target)]
        nodes[Int(edge.source)].gainToOutput +=
          Double(edge.count) * target.gainToOutput * target.factor
      }
    }
  }
}
