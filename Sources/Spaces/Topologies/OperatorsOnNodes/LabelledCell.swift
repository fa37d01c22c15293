/// A cell with operators on its nodes: vertex 0 is the input, the last one the output, every edge
/// points forward, and every vertex lies on a path from input to output.
package struct LabelledCell: Hashable, Sendable {
  /// For each vertex the vertices that feed it, as bits.
  package var predecessors: [UInt16]
  /// For each vertex between input and output the position of its operator in the list of vertex
  /// operators.
  package var labels: [UInt8]

  package init(predecessors: [UInt16], labels: [UInt8]) {
    self.predecessors = predecessors
    self.labels = labels
  }

  package var numberOfVertices: Int { predecessors.count }
  package var numberOfEdges: Int { predecessors.reduce(0) { $0 + $1.nonzeroBitCount } }

  package func hasEdge(_ source: Int, _ target: Int) -> Bool {
    predecessors[target] >> source & 1 == 1
  }

  /// Drops every vertex that is on no path from the first to the last one, as `ModelSpec` of
  /// NAS-Bench-101 does; nil when there is no path.
  package func pruned() -> LabelledCell? {
    let count = numberOfVertices
    var fromInput: UInt16 = 1
    for vertex in 1..<count where predecessors[vertex] & fromInput != 0 {
      fromInput |= 1 << vertex
    }
    var toOutput: UInt16 = 1 << (count - 1)
    for vertex in (1..<count).reversed() where toOutput >> vertex & 1 == 1 {
      toOutput |= predecessors[vertex]
    }
    let live = fromInput & toOutput
    guard live & 1 == 1, live >> (count - 1) & 1 == 1 else { return nil }
    if live.nonzeroBitCount == count { return self }
    let kept = (0..<count).filter { live >> $0 & 1 == 1 }
    return LabelledCell(
      predecessors: kept.map { vertex in
        var mask: UInt16 = 0
        for (place, source) in kept.enumerated() where hasEdge(source, vertex) {
          mask |= 1 << place
        }
        return mask
      },
      labels: kept.dropFirst().dropLast().map { labels[$0 - 1] })
  }

  /// The cell with its vertices in the given order, a topological one from input to output.
  package func reordered(_ order: CellOrder) -> LabelledCell {
    let count = numberOfVertices
    var places = CellOrder()
    for place in 0..<count { places[order[place]] = place }
    var result = self
    for place in 0..<count {
      result.predecessors[place] = order.map(predecessors[order[place]], through: places)
      if place > 0, place < count - 1 { result.labels[place - 1] = labels[order[place] - 1] }
    }
    return result
  }
}

/// The vertices of a cell in some order, four bits each.
package struct CellOrder: Hashable, Sendable {
  package private(set) var digits: UInt64 = 0

  package init() {}

  package subscript(place: Int) -> Int {
    get { Int(digits >> (4 * place) & 15) }
    set { digits = digits & ~(15 << (4 * place)) | UInt64(newValue) << (4 * place) }
  }

  /// The set `mask` of vertices as a set of places.
  func map(_ mask: UInt16, through places: CellOrder) -> UInt16 {
    var rest = mask
    var result: UInt16 = 0
    while rest != 0 {
      result |= 1 << places[rest.trailingZeroBitCount]
      rest &= rest - 1
    }
    return result
  }
}
