import Spaces
import Tensors

/// The fast path from operator graphs to scores, for one member of an ensemble and one space.
///
/// Graphs are laid out in blocks small enough for the cache. Node features come from a handful of
/// operators, so the embedding and the first layer's product are looked up per operator; the six
/// signals of a node are added to both by thin products. Products run
/// on ``RowKernel``: a graph's score is the same to the last bit whatever else is scored with it and on
/// however many threads.
package struct GraphScoringEngine: Sendable {
  /// Rows of a block's matrices. Activations of a block (rows * 4 * width numbers) stay in a
  /// second-level cache.
  package static let rowsPerBlock = 256

  private let network: DirectedGraphNetwork
  private let parameters: [Float]
  /// h before the first layer, for each operator, [O, H].
  private let embedded: [Float]
  /// The same times the first layer's weight, [O, 3H].
  private let mixed: [Float]
  private let propagation: SignalPropagation?
  /// The weight of the signals in the embedding, [6, H]; empty without signals.
  private let signalEmbedding: [Float]
  /// The same times the first layer's weight, [6, 3H].
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
  /// - Precondition: the engines have one width and are for one space.
  package static func scores(
    of graphs: [OperatorGraph], with engines: [GraphScoringEngine], threads: Int
  ) -> [[Float]] {
    guard let width = engines.first?.network.configuration.width else { return [] }
    precondition(
      engines.allSatisfy { $0.network.configuration.width == width }, "engines of one width")
    let propagation = engines.lazy.compactMap(\.propagation).first
    let blocks = blocks(graphs)
    let workspaces = (0..<max(1, min(threads, blocks.count))).map { _ in
      Workspace(width: width)
    }
    let scores = Parallel.map(blocks.count, threads: threads) { block, thread in
      let workspace = workspaces[thread]
      workspace.batch.removeAll()
      for graph in graphs[blocks[block]] {
        workspace.batch.append(graph, propagation: propagation)
      }
      return engines.map { $0.score(workspace) }
    }
    return engines.indices.map { engine in scores.flatMap { $0[engine] } }
  }

  /// Consecutive graphs that fit into one block together; a graph larger than a block is alone.
  package static func blocks(_ graphs: [OperatorGraph]) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var first = 0
    var rows = 0
    for (index, graph) in graphs.enumerated() {
      if rows + graph.nodes.count > rowsPerBlock, index > first {
        blocks.append(first..<index)
        (first, rows) = (index, 0)
      }
      rows += graph.nodes.count
    }
    if first < graphs.count { blocks.append(first..<graphs.count) }
    return blocks
  }

  /// What one thread needs for a block.
  private final class Workspace: @unchecked Sendable {
    // Sendable because each thread has its own.
    var batch = GraphBatch()
    private var rows = 0
    private let width: Int
    /// [rows, H]
    private(set) var hidden = Buffer(count: 0)
    /// [rows, 3H]
    private(set) var mixed = Buffer(count: 0)
    /// [graphs, 3H]; a graph has an input and an output, so there are at most rows / 2.
    private(set) var readout = Buffer(count: 0)
    /// [graphs, H]
    private(set) var active = Buffer(count: 0)
    init(width: Int) {
      self.width = width
      reserve(rows: GraphScoringEngine.rowsPerBlock)
    }

    /// Makes room for at least `rows` rows.
    func reserve(rows: Int) {
      guard rows > self.rows else { return }
      self.rows = rows
      hidden = Buffer(count: rows * width)
      mixed = Buffer(count: rows * 3 * width)
      readout = Buffer(count: rows / 2 * 3 * width)
      active = Buffer(count: rows / 2 * width)
    }
  }

  /// The scores of the workspace's batch.
  private func score(_ workspace: Workspace) -> [Float] {
    let width = network.configuration.width
    let batch = workspace.batch
    workspace.reserve(rows: batch.nodeCount)
    let (hidden, mixed) = (workspace.hidden.pointer, workspace.mixed.pointer)
    return parameters.withUnsafeBufferPointer { values in
      guard let parameters = values.baseAddress else { return [] }
      start(batch, embedded, signalEmbedding, columns: width, into: hidden)
      start(batch, self.mixed, signalMixed, columns: 3 * width, into: mixed)
      for (index, layer) in network.layers.enumerated() {
        if index > 0 {
          RowKernel.multiply(
            rows: batch.nodeCount, columns: 3 * width, inner: width, hidden,
            parameters + layer.weight.lowerBound, into: mixed)
        }
        batch.updateNodes(
          width: width, mixed: mixed, bias: parameters + layer.bias.lowerBound,
          scale: parameters + layer.scale.lowerBound, from: hidden, into: hidden)
      }
      return network.readOut(
        batch, hidden: hidden, parameters, readout: workspace.readout.pointer,
        active: workspace.active.pointer)
    }
  }

  /// For each node the row of its operator, plus its signals times `weight`.
  private func start(
    _ batch: GraphBatch, _ table: [Float], _ weight: [Float], columns: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    table.withUnsafeBufferPointer { table in
      guard let table = table.baseAddress else { return }
      guard !weight.isEmpty else {
        for (row, kind) in batch.operators.enumerated() {
          (result + row * columns).update(from: table + Int(kind) * columns, count: columns)
        }
        return
      }
      batch.signals.withUnsafeBufferPointer { signals in
        weight.withUnsafeBufferPointer { weight in
          guard let signals = signals.baseAddress, let weight = weight.baseAddress else { return }
          RowKernel.multiply(
            rows: batch.nodeCount, columns: columns, inner: SignalPropagation.count, signals,
            weight, into: result)
        }
      }
      for (row, kind) in batch.operators.enumerated() {
        let (target, source) = (result + row * columns, table + Int(kind) * columns)
        for channel in stride(from: 0, to: columns, by: Lanes.count) {
          target.store(
            target.lanes(at: channel) + source.lanes(at: channel), at: channel)
        }
      }
    }
  }
}
