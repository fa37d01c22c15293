import Signals
import Spaces

/// A direction in which information travels along the edges of an operator graph.
package struct Adjacency: Sendable {
  /// The edges that arrive at node n are `neighbours[starts[n]..<starts[n + 1]]`. [N + 1]
  package var starts: [Int32] = [0]
  /// The node that an edge comes from, as a row of the batch. [E]
  package var neighbours: [Int32] = []
  /// The factor of the edge's message. [E]
  package var weights: [Float] = []

  /// The connections that arrive at each node of the graph that is being appended.
  fileprivate var counts: [Int32] = []
}

/// Operator graphs laid out one after the other, so that matrix products run over all their nodes
/// at once: N nodes and E edges of B graphs, without padding.
package struct GraphBatch: Sendable {
  /// The nodes of graph b are rows `starts[b]..<starts[b + 1]`; the first is the cell's input, the
  /// last its output. [B + 1]
  package private(set) var starts: [Int32] = [0]
  /// The operator of each node, as a row of the operator feature matrix. [N]
  package private(set) var operators: [UInt8] = []
  /// Messages from producers to consumers, weighted by count / sqrt(incoming edges of the
  /// consumer).
  package private(set) var down = Adjacency()
  /// Messages from consumers to producers, weighted by count / sqrt(outgoing edges of the
  /// producer).
  package private(set) var up = Adjacency()

  /// How signals pass through each node; empty when nobody asked. [N, ``SignalPropagation/count``]
  package private(set) var signals: [Float] = []

  /// Memory for signals.
  private var pass = SignalPropagation.Pass()

  package var graphCount: Int { starts.count - 1 }
  package var nodeCount: Int { operators.count }
  /// The number of pairs of connected nodes.
  package var edgeCount: Int { down.neighbours.count }

  package init() {}

  package init(_ graphs: some Sequence<OperatorGraph>, propagation: SignalPropagation? = nil) {
    for graph in graphs { append(graph, propagation: propagation) }
  }

  package mutating func removeAll() {
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    operators.removeAll(keepingCapacity: true)
    signals.removeAll(keepingCapacity: true)
    down.removeAll()
    up.removeAll()
  }

  /// - Complexity: O(nodes + edges) of the graph, and the time for its signals.
  package mutating func append(_ graph: OperatorGraph, propagation: SignalPropagation? = nil) {
    let first = Int32(operators.count)
    operators.append(contentsOf: graph.nodes)
    graph.edges.withUnsafeBufferPointer { edges in
      down.append(edges, nodes: graph.nodes.count, first: first, \.target, \.source)
      up.append(edges, nodes: graph.nodes.count, first: first, \.source, \.target)
    }
    starts.append(Int32(operators.count))
    propagation?.appendSignals(of: graph, to: &signals, reusing: &pass)
  }
}

extension Adjacency {
  mutating func removeAll() {
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    neighbours.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
  }

  /// Appends the edges of one graph, for each node in their order: sums run in the order of the
  /// edges, so that a graph's score does not depend on its batch.
  ///
  /// - Parameters:
  ///   - first: the row of the graph's first node
  ///   - end: the end of an edge at which its message arrives
  ///   - origin: the other
  fileprivate mutating func append(
    _ edges: UnsafeBufferPointer<OperatorGraph.Edge>, nodes: Int, first: Int32,
    _ end: (OperatorGraph.Edge) -> UInt16, _ origin: (OperatorGraph.Edge) -> UInt16
  ) {
    let (base, offset) = (neighbours.count, starts.count - 1)
    neighbours.append(contentsOf: repeatElement(0, count: edges.count))
    weights.append(contentsOf: repeatElement(0, count: edges.count))
    starts.append(contentsOf: repeatElement(0, count: nodes))
    counts.removeAll(keepingCapacity: true)
    counts.append(contentsOf: repeatElement(0, count: nodes))
    // How many edges arrive, then where those of each node begin, then where they end.
    for edge in edges {
      starts[offset + 1 + Int(end(edge))] += 1
      counts[Int(end(edge))] += Int32(edge.count)
    }
    var place = Int32(base)
    for node in 0..<nodes {
      let arriving = starts[offset + 1 + node]
      starts[offset + 1 + node] = place
      place += arriving
    }
    for edge in edges {
      let node = Int(end(edge))
      let place = Int(starts[offset + 1 + node])
      neighbours[place] = first + Int32(origin(edge))
      weights[place] = Float(edge.count) / Float(counts[node]).squareRoot()
      starts[offset + 1 + node] += 1
    }
  }
}
