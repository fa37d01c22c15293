import Spaces

/// A direction in which information travels along the edges of an operator graph.
package struct Adjacency: Sendable {
  /// The edges that arrive at node n are `neighbours[starts[n]..<starts[n + 1]]`. [N + 1]
  package var starts: [Int32] = [0]
  /// The node that an edge comes from, as a row of the batch. [E]
  package var neighbours: [Int32] = []
  /// What the edge multiplies its message with. [E]
  package var weights: [Float] = []

  package mutating func closeNode() {
    starts.append(Int32(neighbours.count))
  }
}

/// Operator graphs laid out one after the other, so that matrix products run over all their nodes at
/// once: N nodes and E edges of B graphs, without padding.
package struct GraphBatch: Sendable {
  /// The nodes of graph b are rows `starts[b]..<starts[b + 1]`; the first is the cell's input, the
  /// last its output. [B + 1]
  package private(set) var starts: [Int32] = [0]
  /// The operator of each node, as a row of the operator feature matrix. [N]
  package private(set) var operators: [UInt8] = []
  /// Messages from producers to consumers, weighted by count / sqrt(incoming edges of the consumer).
  package private(set) var down = Adjacency()
  /// Messages from consumers to producers, weighted by count / sqrt(outgoing edges of the producer).
  package private(set) var up = Adjacency()

  /// How signals pass through each node; empty when nobody asked. [N, ``SignalPropagation/count``]
  package private(set) var signals: [Float] = []

  package var graphCount: Int { starts.count - 1 }
  package var nodeCount: Int { operators.count }

  package init() {}

  package init(_ graphs: some Sequence<OperatorGraph>, propagation: SignalPropagation? = nil) {
    for graph in graphs { append(graph, propagation: propagation) }
  }

  package mutating func removeAll() {
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    operators.removeAll(keepingCapacity: true)
    signals.removeAll(keepingCapacity: true)
    for path in [\GraphBatch.down, \GraphBatch.up] {
      self[keyPath: path].starts.removeAll(keepingCapacity: true)
      self[keyPath: path].starts.append(0)
      self[keyPath: path].neighbours.removeAll(keepingCapacity: true)
      self[keyPath: path].weights.removeAll(keepingCapacity: true)
    }
  }

  /// - Complexity: O(nodes * edges) of the graph, which are few.
  package mutating func append(_ graph: OperatorGraph, propagation: SignalPropagation? = nil) {
    let first = Int32(operators.count)
    operators.append(contentsOf: graph.nodes)
    for node in 0..<UInt16(graph.nodes.count) {
      // Sums run in the order of the edges, so that a graph's score does not depend on its batch.
      var incoming = 0
      var outgoing = 0
      for edge in graph.edges {
        if edge.target == node { incoming += Int(edge.count) }
        if edge.source == node { outgoing += Int(edge.count) }
      }
      for edge in graph.edges {
        if edge.target == node {
          down.neighbours.append(first + Int32(edge.source))
          down.weights.append(Float(edge.count) / Float(incoming).squareRoot())
        }
        if edge.source == node {
          up.neighbours.append(first + Int32(edge.target))
          up.weights.append(Float(edge.count) / Float(outgoing).squareRoot())
        }
      }
      down.closeNode()
      up.closeNode()
    }
    starts.append(Int32(operators.count))
    propagation?.appendSignals(of: graph, to: &signals)
  }
}
