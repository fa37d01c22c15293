/// A cell as it is drawn, before clean-up: every kind of topology writes its cells in this form,
/// and ``reduced()`` turns them into the operator graph that the predictor reads.
struct CellGraph {
  enum Kind: UInt8 {
    /// A node of the operator graph.
    case operation
    /// Passes the sum of its inputs on: an identity operator, or a junction of a cell with
    /// operators on its edges.
    case junction
    /// Passes nothing on.
    case zero

    init(_ role: Operator.Role) {
      switch role {
      case .zero: self = .zero
      case .identity: self = .junction
      case .operation, .input, .output, .projection: self = .operation
      }
    }
  }

  private struct Node {
    let index: UInt8
    let kind: Kind
  }
  private struct Edge {
    let source: UInt16
    let target: UInt16
  }
  private var nodes: [Node] = []
  private var edges: [Edge] = []

  init(capacity: Int) {
    nodes.reserveCapacity(capacity)
    edges.reserveCapacity(2 * capacity)
  }

  /// The number of nodes so far.
  var count: Int { nodes.count }

  /// Adds a node after all that feed it and returns its number; the first one is the cell's input,
  /// the last one its output, both operations. The operator of a junction does not matter.
  mutating func addNode(_ index: Int, _ kind: Kind) -> Int {
    nodes.append(Node(index: UInt8(index), kind: kind))
    return nodes.count - 1
  }

  /// Connects a node to the one that was added last, so that edges stand in the order of targets.
  mutating func connect(_ source: Int) {
    edges.append(Edge(source: UInt16(source), target: UInt16(nodes.count - 1)))
  }

  /// The canonical operator graph: zeros deleted, junctions spliced with parallel connections
  /// counted (up to 255), nodes on no path from input to output dropped, order kept; nil when
  /// nothing connects input and output.
  ///
  /// - Complexity: O(nodes x (nodes + edges))
  func reduced() -> OperatorGraph? {
    let count = nodes.count
    return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 3 * count) { flags in
      flags.initialize(repeating: 0)
      flags[0] = 1
      for edge in edges where flags[Int(edge.source)] == 1 {
        let target = Int(edge.target)
        if nodes[target].kind != .zero { flags[target] = 1 }
      }
      flags[2 * count - 1] = flags[count - 1]
      for edge in edges.reversed() where flags[count + Int(edge.target)] == 1 {
        let source = Int(edge.source)
        if flags[source] == 1 { flags[count + source] = 1 }
      }
      guard flags[count] == 1 else { return nil }
      var kept = 0
      for node in 0..<count where flags[count + node] == 1 && nodes[node].kind == .operation {
        flags[2 * count + node] = UInt16(kept)
        kept += 1
      }
      return spliced(
        alive: UnsafeBufferPointer(rebasing: flags[count..<2 * count]),
        places: UnsafeBufferPointer(rebasing: flags[(2 * count)...]), kept: kept)
    }
  }

  /// Writes for every live node how often each kept operator feeds it, through any number of
  /// junctions, and reads the edges off these rows.
  private func spliced(
    alive: UnsafeBufferPointer<UInt16>, places: UnsafeBufferPointer<UInt16>, kept: Int
  ) -> OperatorGraph {
    var operators: [UInt8] = []
    operators.reserveCapacity(kept)
    var connections: [OperatorGraph.Edge] = []
    connections.reserveCapacity(edges.count)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: alive.count * kept) { rows in
      rows.initialize(repeating: 0)
      var edge = 0
      for node in alive.indices {
        let row = node * kept
        while edge < edges.count, Int(edges[edge].target) == node {
          let source = Int(edges[edge].source)
          edge += 1
          guard alive[node] == 1, alive[source] == 1 else { continue }
          for place in 0..<kept {
            let sum = Int(rows[row + place]) + Int(rows[source * kept + place])
            rows[row + place] = UInt8(min(sum, 255))
          }
        }
        guard alive[node] == 1, nodes[node].kind == .operation else { continue }
        let own = Int(places[node])
        for place in 0..<own where rows[row + place] > 0 {
          connections.append(
            OperatorGraph.Edge(source: place, target: own, count: Int(rows[row + place])))
          rows[row + place] = 0
        }
        rows[row + own] = 1
        operators.append(nodes[node].index)
      }
    }
    return OperatorGraph(nodes: operators, edges: connections)
  }
}
