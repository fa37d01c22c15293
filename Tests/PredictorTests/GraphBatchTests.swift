import Fixtures
import Predictor
import Signals
import Spaces
import Testing

/// Laying out graphs is written for speed; these plain loops say how the result must be.
@Suite("Graph batches")
struct GraphBatchTests {
  private static let graphs =
    RandomGraphs.make(150, operators: 6, seed: 11) + RandomGraphs.make(50, operators: 9, seed: 12)

  @Test("Edges and their weights equal those of plain loops, to the last bit")
  func edges() {
    for size in [1, 7, 200] {
      // A batch that is used again must keep nothing.
      var batch = GraphBatch(Self.graphs)
      batch.removeAll()
      for graph in Self.graphs.prefix(size) { batch.append(graph) }
      let (down, up) = Self.adjacencies(Self.graphs.prefix(size))
      #expect(batch.down.starts == down.starts && batch.up.starts == up.starts)
      #expect(batch.down.neighbours == down.neighbours && batch.up.neighbours == up.neighbours)
      #expect(batch.down.weights == down.weights && batch.up.weights == up.weights)
      #expect(batch.operators == Self.graphs.prefix(size).flatMap(\.nodes))
      #expect(batch.nodeCount == batch.down.starts.count - 1 && batch.graphCount == size)
    }
  }

  @Test("Signals do not depend on the graphs before, to the last bit")
  func signals() {
    let propagation = SignalPropagation([
      .passes, .passes, .convolves, .smooths(1), .smooths(0.7), .convolves, .passes, .smooths(0.5),
      .convolves,
    ])
    let together = GraphBatch(Self.graphs, propagation: propagation).signals
    let alone = Self.graphs.flatMap { propagation.signals(of: $0) }
    #expect(together.map(\.bitPattern) == alone.map(\.bitPattern))
  }

  /// The contents of an ``Adjacency``.
  private struct Lists {
    var starts: [Int32] = [0]
    var neighbours: [Int32] = []
    var weights: [Float] = []
  }

  private static func adjacencies(
    _ graphs: some Sequence<OperatorGraph>
  ) -> (down: Lists, up: Lists) {
    var (down, up, first) = (Lists(), Lists(), Int32(0))
    for graph in graphs {
      for node in 0..<UInt16(graph.nodes.count) {
        let arriving = graph.edges.filter { $0.target == node }
        let leaving = graph.edges.filter { $0.source == node }
        let incoming = Float(arriving.reduce(0) { $0 + Int($1.count) }).squareRoot()
        let outgoing = Float(leaving.reduce(0) { $0 + Int($1.count) }).squareRoot()
        down.neighbours += arriving.map { first + Int32($0.source) }
        down.weights += arriving.map { Float($0.count) / incoming }
        up.neighbours += leaving.map { first + Int32($0.target) }
        up.weights += leaving.map { Float($0.count) / outgoing }
        down.starts.append(Int32(down.neighbours.count))
        up.starts.append(Int32(up.neighbours.count))
      }
      first += Int32(graph.nodes.count)
    }
    return (down, up)
  }
}
