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
/// pi / (pi - 1) over the variance of a convolution's input, and parallel paths add, as if what they carry were
/// independent: of copies that pass unchanged in parallel the gain is underestimated. Against random cells variance and
/// correlation are exact to 1 % at most nodes (docs/experiments.md, `Scripts/validate-propagation.py`).
package struct SignalPropagation: Sendable {
  /// The numbers known of each node, in the order of a row of ``signals(of:)``.
  package static let names = [
    "log input variance", "output correlation", "log gradient gain from the input",
    "log gradient gain to the output", "depth", "poolings",
  ]
  package static var count: Int { names.count }
  /// Where the output correlation stands in a row.
  package static let correlationColumn = 1
  /// Where the poolings stand in a row.
  package static let poolingsColumn = 5

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
    var pass = Pass()
    appendSignals(of: graph, to: &signals, reusing: &pass)
    return signals
  }

  /// Appends the rows of ``signals(of:)``.
  ///
  /// - Parameter pass: lends its memory, which saves most of the time; what it holds does not matter
  package func appendSignals(
    of graph: OperatorGraph, to rows: inout [Float], reusing pass: inout Pass
  ) {
    pass.run(graph, responses)
    for node in pass.nodes {
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
  fileprivate struct Node: Sendable {
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
  fileprivate struct Term: Sendable {
    var component: Int
    var smoothings: Double
    var amplitude: Double
  }

  /// The way through one graph after the other.
  package struct Pass: Sendable {
    fileprivate private(set) var nodes: [Node] = []
    /// What the nodes send on, one after the other: that of node n is at `places[n]`.
    private var terms: [Term] = []
    private var places: [Range<Int>] = []
    private var correlations: [Double] = []

    package init() {}

    fileprivate mutating func run(_ graph: OperatorGraph, _ responses: [OperatorResponse]) {
      nodes.removeAll(keepingCapacity: true)
      terms.removeAll(keepingCapacity: true)
      places.removeAll(keepingCapacity: true)
      correlations.removeAll(keepingCapacity: true)
      nodes.append(contentsOf: repeatElement(Node(), count: graph.nodes.count))
      terms.append(Term(component: 0, smoothings: 0, amplitude: 1))
      places.append(0..<1)
      correlations.append(InfiniteWidth.inputCorrelation)
      graph.edges.withUnsafeBufferPointer { edges in
        // Edges stand in the order of their targets.
        var next = 0
        for node in graph.nodes.indices.dropFirst() {
          let first = next
          while next < edges.count, Int(edges[next].target) == node { next += 1 }
          enter(node, from: edges[first..<next])
          respond(node, with: responses[Int(graph.nodes[node])])
        }
        goBack(edges)
      }
    }

    private mutating func enter(
      _ node: Int, from edges: Slice<UnsafeBufferPointer<OperatorGraph.Edge>>
    ) {
      let start = terms.count
      var gain = 0.0
      for edge in edges {
        let (source, count) = (Int(edge.source), Double(edge.count))
        gain += count * nodes[source].gain
        for place in places[source] { add(terms[place], times: count, after: start) }
      }
      places.append(start..<terms.count)
      nodes[node].gain = gain
      for edge in edges {
        let share = Double(edge.count) * nodes[Int(edge.source)].gain / gain
        nodes[node].depth += share * nodes[Int(edge.source)].depth
        nodes[node].poolings += share * nodes[Int(edge.source)].poolings
      }
      measure(node)
      nodes[node].inputVariance = nodes[node].variance
    }

    /// Adds a term to those from `start` on, which are the sum of one node.
    private mutating func add(_ term: Term, times count: Double, after start: Int) {
      for known in start..<terms.count
      where terms[known].component == term.component && terms[known].smoothings == term.smoothings {
        terms[known].amplitude += count * term.amplitude
        return
      }
      terms.append(
        Term(
          component: term.component, smoothings: term.smoothings,
          amplitude: term.amplitude * count))
    }

    private mutating func respond(_ node: Int, with response: OperatorResponse) {
      switch response {
      case .passes:
        break
      case .smooths(let strength):
        for place in places[node] { terms[place].smoothings += strength }
        nodes[node].factor = InfiniteWidth.keep(2 * strength)
        nodes[node].poolings += strength
        measure(node)
      case .convolves:
        let correlation = InfiniteWidth.correlation(afterReLU: nodes[node].correlation)
        correlations.append(correlation)
        // The node's terms are the last ones.
        let start = places[node].lowerBound
        terms.removeSubrange(places[node])
        terms.append(Term(component: correlations.count - 1, smoothings: 0, amplitude: 1))
        places[node] = start..<start + 1
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
      var (variance, covariance) = (0.0, 0.0)
      for place in places[node] {
        let first = terms[place]
        for other in place..<places[node].upperBound
        where terms[other].component == first.component {
          let second = terms[other]
          let part =
            (other == place ? 1 : 2) * first.amplitude * second.amplitude
            * InfiniteWidth.keep(first.smoothings + second.smoothings)
          variance += part
          covariance += part * correlations[first.component]
        }
      }
      nodes[node].variance = variance
      nodes[node].correlation = covariance / variance
    }

    private mutating func goBack(_ edges: UnsafeBufferPointer<OperatorGraph.Edge>) {
      let output = nodes.count - 1
      nodes[output].gainToOutput =
        1 / max(nodes[output].variance, SignalPropagation.smallestVariance)
      // Edges stand in the order of their targets: all that leave a node come after those that
      // arrive there.
      for edge in edges.reversed() {
        let target = nodes[Int(edge.target)]
        nodes[Int(edge.source)].gainToOutput +=
          Double(edge.count) * target.gainToOutput * target.factor
      }
    }
  }
}
