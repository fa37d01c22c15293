extension OperatorGraph.CanonicalForm {
  /// The representative of the isomorphism class: isomorphic graphs have the very same one.
  ///
  /// Of all nodes whose producers are placed, the first in canonical order comes next, so that the
  /// input is first and the output last.
  ///
  /// - Complexity: O(nodes x edges)
  public var graph: OperatorGraph {
    let count = bytes[0] > 0 ? Int(bytes[0]) : Int(bytes[1]) << 8 | Int(bytes[2])
    let layout = Layout(nodes: count)
    let first = layout.header + count
    let edgeCount = (bytes.count - first) / layout.edge
    func edge(_ index: Int) -> (source: Int, target: Int, count: Int) {
      let place = first + layout.edge * index
      return layout.isWide
        ? (
          Int(bytes[place]) << 8 | Int(bytes[place + 1]),
          Int(bytes[place + 2]) << 8 | Int(bytes[place + 3]), Int(bytes[place + 4])
        )
        : (Int(bytes[place]), Int(bytes[place + 1]), Int(bytes[place + 2]))
    }
    var waiting = [Int](repeating: 0, count: count)
    for index in 0..<edgeCount { waiting[edge(index).target] += 1 }
    var places = [Int](repeating: -1, count: count)
    var nodes: [UInt8] = []
    nodes.reserveCapacity(count)
    while nodes.count < count {
      guard let next = waiting.firstIndex(of: 0) else {
        preconditionFailure("operator graphs have no cycle")
      }
      waiting[next] = -1
      places[next] = nodes.count
      nodes.append(bytes[layout.header + next])
      for index in 0..<edgeCount where edge(index).source == next {
        waiting[edge(index).target] -= 1
      }
    }
    let edges = (0..<edgeCount).map(edge).map {
      OperatorGraph.Edge(source: places[$0.source], target: places[$0.target], count: $0.count)
    }
    return OperatorGraph(
      nodes: nodes, edges: edges.sorted { ($0.target, $0.source) < ($1.target, $1.source) })
  }
}
