import Signals
import Spaces
import Tensors

/// The fast path from operator graphs to scores, for one ensemble member and one space.
///
/// Graphs are laid out in blocks (``GraphLayout``). Nodes of a block that have the same state after
/// a layer share it (``ColourRefinement``). Before the first layer a state is that of an operator,
/// so the embedding and the first layer's product are looked up. The six signals of a node are
/// added to both by thin products. Products run on ``RowKernel``: a graph's score is the same to
/// the last bit whatever else is scored with it and on however many threads.
package struct GraphScoringEngine: Sendable {
  /// Rows that are multiplied at once, which stay in a second-level cache.
  private static let rowsPerProduct = 256

  let network: DirectedGraphNetwork
  private let parameters: [Float]
  /// h before the first layer, for each operator, [O, D].
  private let embedded: [Float]
  /// The same times the first layer's weight, [O, 3D].
  private let mixed: [Float]
  /// Nil when the network does not read signals or runs without them.
  let propagation: SignalPropagation?
  /// The weight of the signals in the embedding, [6, D]; empty without signals.
  private let signalEmbedding: [Float]
  /// The same times the first layer's weight, [6, 3D].
  private let signalMixed: [Float]

  package init(_ network: DirectedGraphNetwork, parameters: [Float], operators: OperatorInputs) {
    let features = operators.features
    let width = network.configuration.width
    self.network = network
    self.parameters = parameters
    // On the row kernel, so that another operator in the space changes no score by a bit.
    let embedded = GraphScoringEngine.product(
      features.elements, inner: features.columns, Array(parameters[network.embedding]),
      columns: width)
    self.embedded = embedded
    propagation = network.configuration.signals ? operators.propagation : nil
    signalEmbedding = propagation == nil ? [] : Array(parameters[network.signalEmbedding])
    func throughFirstLayer(_ hidden: [Float]) -> [Float] {
      guard let layer = network.layers.first, !hidden.isEmpty else { return [] }
      return GraphScoringEngine.product(
        hidden, inner: width, Array(parameters[layer.weight]), columns: 3 * width)
    }
    mixed = throughFirstLayer(embedded)
    signalMixed = throughFirstLayer(signalEmbedding)
  }

  /// The rows of `a` times the first `inner` rows of `b`.
  private static func product(
    _ a: [Float], inner: Int, _ b: [Float], columns: Int
  ) -> [Float] {
    let rows = a.count / inner
    return [Float](unsafeUninitializedCapacity: rows * columns) { result, count in
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = result.baseAddress else {
            return
          }
          RowKernel.multiply(rows: rows, columns: columns, inner: inner, a, b, into: c)
        }
      }
      count = rows * columns
    }
  }

  /// One score for each graph; higher is better.
  ///
  /// - Complexity: O(nodes * width^2 * layers) multiply-adds for each graph.
  package func scores(of graphs: [OperatorGraph], threads: Int) -> [Float] {
    GraphScoringEngine.scores(of: graphs, with: [self], threads: threads)[0]
  }

  /// The scores of several engines, which lay out each block and follow its signals once for all.
  ///
  /// - Returns: for each engine one score for each graph
  /// - Precondition: the engines have one width, one number of layers, and are for one space.
  package static func scores(
    of graphs: [OperatorGraph], with engines: [GraphScoringEngine], threads: Int
  ) -> [[Float]] {
    let blocks = GraphLayout.blocks(graphs, threads: threads)
    let layouts = (0..<max(1, min(threads, blocks.count))).map { _ in GraphLayout() }
    return scores(ofBlocks: blocks.count, with: engines, threads: threads) { block, thread in
      layouts[thread].lay(graphs[blocks[block]], for: engines)
      return layouts[thread]
    }
  }

  /// Graphs laid out once, to be scored often.
  package static func layouts(
    of graphs: [OperatorGraph], for engines: [GraphScoringEngine], threads: Int
  ) -> [GraphLayout] {
    let blocks = GraphLayout.blocks(graphs, threads: threads)
    return Parallel.map(blocks.count, threads: threads) { block, _ in
      let layout = GraphLayout()
      layout.lay(graphs[blocks[block]], for: engines)
      return layout
    }
  }

  /// One score for each graph of the layouts, which were made for these engines or more.
  package static func scores(
    of layouts: [GraphLayout], with engines: [GraphScoringEngine], threads: Int
  ) -> [[Float]] {
    scores(ofBlocks: layouts.count, with: engines, threads: threads) { block, _ in layouts[block] }
  }

  private static func scores(
    ofBlocks count: Int, with engines: [GraphScoringEngine], threads: Int,
    _ layout: @Sendable (_ block: Int, _ thread: Int) -> GraphLayout
  ) -> [[Float]] {
    guard let (width, layers) = engines.first.map({ ($0.width, $0.network.layers.count) }) else {
      return []
    }
    precondition(
      engines.allSatisfy { $0.width == width && $0.network.layers.count == layers },
      "engines of one width and depth")
    let workspaces = (0..<max(1, min(threads, count))).map { _ in Workspace() }
    let scores = Parallel.map(count, threads: threads) { block, thread in
      let layout = layout(block, thread)
      return engines.map { $0.score(layout, workspaces[thread]) }
    }
    return engines.indices.map { engine in scores.flatMap { $0[engine] } }
  }

  private var width: Int { network.configuration.width }

  /// The numbers of one thread while it scores a block.
  private final class Workspace: @unchecked Sendable {
    // Sendable because each thread has its own.
    /// h before a layer and after it. [N, D]
    private(set) var hidden = (Buffer<Float>(count: 0), Buffer<Float>(count: 0))
    /// For each colour before a layer. [C, 3D]
    private(set) var mixed = Buffer<Float>(count: 0)
    /// [graphs, 3D]
    private(set) var readout = Buffer<Float>(count: 0)
    /// [graphs, D]
    private(set) var active = Buffer<Float>(count: 0)

    func reserve(for batch: GraphBatch, _ colours: ColourRefinement, width: Int) {
      func reserve(_ buffer: inout Buffer<Float>, _ count: Int) {
        if buffer.count < count { buffer = Buffer(count: count) }
      }
      reserve(&hidden.0, batch.nodeCount * width)
      reserve(&hidden.1, batch.nodeCount * width)
      reserve(&mixed, colours.mostBeforeALayer * 3 * width)
      reserve(&readout, batch.graphCount * 3 * width)
      reserve(&active, batch.graphCount * width)
    }
  }

  private func score(_ layout: GraphLayout, _ workspace: Workspace) -> [Float] {
    let batch = layout.batch
    let colours = layout.colours(withSignals: propagation != nil)
    workspace.reserve(for: batch, colours, width: width)
    let mixed = workspace.mixed.pointer
    return parameters.withUnsafeBufferPointer { values in
      guard let parameters = values.baseAddress else { return [] }
      var (before, after) = (workspace.hidden.0.pointer, workspace.hidden.1.pointer)
      start(colours, embedded, signalEmbedding, columns: width, into: before)
      start(colours, self.mixed, signalMixed, columns: 3 * width, into: mixed)
      for (index, (layer, round)) in zip(network.layers, colours.rounds).enumerated() {
        if index > 0 {
          multiply(
            before, rows: colours.rounds[index - 1].count, parameters + layer.weight.lowerBound,
            into: mixed)
        }
        let update = NodeUpdate(
          layer, width: width, parameters: parameters, mixed: mixed, hidden: before)
        update(round, into: after)
        swap(&before, &after)
      }
      return network.readOut(
        batch, hidden: before, parameters, readout: workspace.readout.pointer,
        active: workspace.active.pointer)
    }
  }

  /// A layer's product, in pieces that stay in the cache.
  private func multiply(
    _ hidden: UnsafePointer<Float>, rows: Int, _ weight: UnsafePointer<Float>,
    into mixed: UnsafeMutablePointer<Float>
  ) {
    for first in stride(from: 0, to: rows, by: GraphScoringEngine.rowsPerProduct) {
      RowKernel.multiply(
        rows: min(GraphScoringEngine.rowsPerProduct, rows - first), columns: 3 * width,
        inner: width, hidden + first * width, weight, into: mixed + first * 3 * width)
    }
  }

  /// For each colour before the first layer the row of its operator, plus its signals times
  /// `weight`.
  private func start(
    _ colours: ColourRefinement, _ table: [Float], _ weight: [Float], columns: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    table.withUnsafeBufferPointer { table in
      guard let table = table.baseAddress else { return }
      guard !weight.isEmpty else {
        for (row, kind) in colours.operators.enumerated() {
          (result + row * columns).update(from: table + Int(kind) * columns, count: columns)
        }
        return
      }
      colours.signals.withUnsafeBufferPointer { signals in
        weight.withUnsafeBufferPointer { weight in
          guard let signals = signals.baseAddress, let weight = weight.baseAddress else { return }
          RowKernel.multiply(
            rows: colours.operators.count, columns: columns, inner: SignalPropagation.count,
            signals, weight, into: result)
        }
      }
      for (row, kind) in colours.operators.enumerated() {
        let (target, source) = (result + row * columns, table + Int(kind) * columns)
        for channel in stride(from: 0, to: columns, by: Lanes.count) {
          target.store(target.lanes(at: channel) + source.lanes(at: channel), at: channel)
        }
      }
    }
  }
}
