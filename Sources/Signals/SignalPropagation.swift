import Foundation
import Spaces

/// How a signal and its gradient pass through a cell at initialisation, in the limit of infinite
/// width: numbers that zero-cost proxies measure by running a network, in closed form.
///
/// Every node carries a sum of independent components (`ComponentSums`): the cell's input and the
/// output of each convolution. A component has a variance and a correlation between two samples of
/// data. A convolution with ReLU and batch norm makes a fresh component of variance 1, whose
/// correlation is f(c) of ``DualActivation/relu``. A pooling of strength d averages neighbouring
/// positions (``InfiniteWidth/retainedVariance(after:)``). Copies of one component on parallel
/// paths add up in amplitude. Gradients go the same ways: a convolution makes of the gradient that
/// arrives a fresh component whose gain is the sum's times pi / (pi - 1) over the variance of the
/// convolution's input, and copies of one gradient add up in amplitude like those of a signal.
/// Against random cells variance and correlation are exact to 1 % at most nodes, gains to two
/// tenths at nine in ten. docs/signals.md derives all this, `Scripts/validate-propagation.py`
/// measures it.
package struct SignalPropagation: Sendable {
  /// The numbers known of each node, in the order of a row of ``signals(of:)``.
  package static let names = [
    "log input variance", "output correlation", "log gradient gain from the input",
    "log gradient gain to the output", "depth", "poolings",
  ]
  package static var count: Int { names.count }
  /// Goes up with every change of what the numbers are; 2 is what docs/signals.md derives.
  package static let definition = 2
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
  /// - Parameter pass: lends its memory, which saves most of the time; what it holds does not
  ///   matter
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
    /// Of two samples of data, in what the node sends on.
    var correlation = InfiniteWidth.inputCorrelation
    /// From the cell's input to this node.
    var gain = 1.0
    /// From this node to the cell's output.
    var gainToOutput = 0.0
    /// Convolutions and poolings on the way here, each way weighted by its gain.
    var depth = 0.0
    var poolings = 0.0
  }

  /// The way through one graph after the other.
  package struct Pass: Sendable {
    fileprivate private(set) var nodes: [Node] = []
    private var signals = ComponentSums(.newestFirst)
    private var gradients = ComponentSums(.newestFirst)

    package init() {}

    fileprivate mutating func run(_ graph: OperatorGraph, _ responses: [OperatorResponse]) {
      nodes.removeAll(keepingCapacity: true)
      nodes.append(contentsOf: repeatElement(Node(), count: graph.nodes.count))
      graph.edges.withUnsafeBufferPointer { edges in
        let output = goAhead(edges, graph, responses)
        goBack(edges, graph, responses, outputVariance: output.variance)
      }
    }

    /// - Returns: of what the last node sends on
    private mutating func goAhead(
      _ edges: UnsafeBufferPointer<OperatorGraph.Edge>, _ graph: OperatorGraph,
      _ responses: [OperatorResponse]
    ) -> ComponentSums.Moments {
      signals.reset(nodes: graph.nodes.count)
      signals.start(at: 0, with: .init(correlation: InfiniteWidth.inputCorrelation, gain: 1))
      var moments = signals.moments(of: 0)
      // Edges stand in the order of their targets.
      var next = 0
      for node in graph.nodes.indices.dropFirst() {
        let first = next
        while next < edges.count, Int(edges[next].target) == node { next += 1 }
        enter(node, from: edges[first..<next])
        moments = signals.moments(of: node)
        nodes[node].inputVariance = moments.variance
        respond(node, with: responses[Int(graph.nodes[node])], to: &moments)
        nodes[node].correlation = moments.covariance / moments.variance
        nodes[node].gain = moments.gain
      }
      return moments
    }

    private mutating func enter(
      _ node: Int, from edges: Slice<UnsafeBufferPointer<OperatorGraph.Edge>>
    ) {
      var weight = 0.0
      for edge in edges {
        let (source, count) = (Int(edge.source), Double(edge.count))
        signals.add(source, to: node, times: count)
        weight += count * nodes[source].gain
      }
      for edge in edges {
        let source = nodes[Int(edge.source)]
        let share = Double(edge.count) * source.gain / weight
        nodes[node].depth += share * source.depth
        nodes[node].poolings += share * source.poolings
      }
    }

    /// - Parameter moments: of what arrives; then of what is sent on
    private mutating func respond(
      _ node: Int, with response: OperatorResponse, to moments: inout ComponentSums.Moments
    ) {
      switch response {
      case .passes:
        break
      case .smooths(let strength):
        nodes[node].poolings += strength
        signals.smooth(node, strength)
        moments = signals.moments(of: node)
      case .convolves:
        nodes[node].depth += 1
        let correlation = DualActivation.arcCosine(
          min(1, max(-1, moments.covariance / moments.variance)))
        let gain = moments.gain * Pass.gain(ofConvolving: moments.variance)
        signals.start(at: node, with: .init(correlation: correlation, gain: gain))
        moments = .init(variance: 1, covariance: correlation, gain: gain)
      }
    }

    private mutating func goBack(
      _ edges: UnsafeBufferPointer<OperatorGraph.Edge>, _ graph: OperatorGraph,
      _ responses: [OperatorResponse], outputVariance: Double
    ) {
      gradients.reset(nodes: graph.nodes.count)
      gradients.start(
        at: graph.nodes.count - 1,
        with: .init(gain: 1 / max(outputVariance, SignalPropagation.smallestVariance)))
      // All edges that leave a node come after those that arrive there.
      var next = edges.count
      for node in graph.nodes.indices.reversed() {
        nodes[node].gainToOutput = gradients.moments(of: node).gain
        switch responses[Int(graph.nodes[node])] {
        case .passes:
          break
        case .smooths(let strength):
          gradients.smooth(node, strength)
        case .convolves:
          let gain = Pass.gain(ofConvolving: nodes[node].inputVariance)
          gradients.start(at: node, with: .init(gain: nodes[node].gainToOutput * gain))
        }
        while next > 0, Int(edges[next - 1].target) == node {
          next -= 1
          gradients.add(node, to: Int(edges[next].source), times: Double(edges[next].count))
        }
      }
    }

    /// By how much ReLU, convolution and batch norm amplify a gradient where a signal of this
    /// variance enters.
    private static func gain(ofConvolving variance: Double) -> Double {
      1 / variance / (1 - DualActivation.uncorrelatedKernel)
    }
  }
}
