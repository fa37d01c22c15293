import Spaces

/// Graphs ready to be scored together by networks of one depth, with signals or without: laid out
/// in one batch, with the colours of their nodes.
package final class GraphLayout: @unchecked Sendable {
  // Sendable because a thread that lays it out anew has it alone.
  private(set) var batch = GraphBatch()
  /// The colours of nodes for networks that read signals, and for those that do not.
  private var colours = (withSignals: ColourRefinement(), without: ColourRefinement())

  /// Lays out other graphs in the same memory.
  ///
  /// - Parameter engines: those that are going to score the graphs
  func lay(_ graphs: ArraySlice<OperatorGraph>, for engines: [GraphScoringEngine]) {
    let propagation = engines.lazy.compactMap(\.propagation).first
    batch.removeAll()
    for graph in graphs { batch.append(graph, propagation: propagation) }
    guard let layers = engines.first?.network.configuration.layers else { return }
    if propagation != nil {
      colours.withSignals.refine(batch, withSignals: true, layers: layers)
    }
    if engines.contains(where: { $0.propagation == nil }) {
      colours.without.refine(batch, withSignals: false, layers: layers)
    }
  }

  func colours(withSignals: Bool) -> ColourRefinement {
    withSignals ? colours.withSignals : colours.without
  }

  /// The work that is left for a network with signals or without.
  ///
  /// - Returns: distinct inputs of nodes, distinct states that a layer's weight is multiplied with,
  ///   and messages
  package func work(withSignals: Bool) -> (inputs: Int, states: Int, messages: Int) {
    let colours = colours(withSignals: withSignals)
    return (
      colours.operators.count, colours.rounds.dropLast().reduce(0) { $0 + $1.count },
      colours.rounds.reduce(0) { $0 + $1.messageCount }
    )
  }

  /// Consecutive graphs that are scored together, alike in size. There are as many blocks as keep
  /// all threads busy. A graph larger than a block is alone or the last of its block.
  ///
  /// - Parameter nodesPerBlock: larger blocks share more states, smaller ones stay in the cache
  package static func blocks(
    _ graphs: [OperatorGraph], threads: Int, nodesPerBlock: Int = 4096
  ) -> [Range<Int>] {
    let nodes = graphs.reduce(0) { $0 + $1.nodes.count }
    let rounds = (nodes + threads * nodesPerBlock - 1) / (threads * nodesPerBlock)
    let size = Double(nodes) / Double(max(1, rounds * threads))
    var blocks: [Range<Int>] = []
    var (first, seen) = (0, 0)
    for (index, graph) in graphs.enumerated() {
      seen += graph.nodes.count
      if Double(seen) >= Double(blocks.count + 1) * size || index == graphs.count - 1 {
        blocks.append(first..<index + 1)
        first = index + 1
      }
    }
    return blocks
  }
}
