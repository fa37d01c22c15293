/// Finds the topological orders of a cell under which its adjacency matrix is smallest.
///
/// Matrices are compared column by column from the left, a column as the number whose bit `i` says
/// that vertex `i` feeds it. The smallest one names the unlabelled cell, and the orders that reach
/// it differ by the cell's automorphisms.
struct MinimalOrders {
  /// The orders that reach the smallest matrix.
  private(set) var orders: [CellOrder] = []
  /// The columns of the smallest matrix, the input's empty one first.
  private(set) var columns: [UInt16] = []

  private struct Partial {
    var order: CellOrder
    var places: CellOrder
    var placed: UInt16
  }
  private var states: [Partial] = []
  private var following: [Partial] = []

  /// Searches the orders of the cell with these predecessor sets, level by level: all partial
  /// orders kept so far share the smallest left part of the matrix, and any of them can be
  /// completed.
  ///
  /// - Parameter bound: stop as soon as the matrix is smaller than the one with these columns.
  /// - Returns: whether the search ran to its end, which means "not smaller than the bound".
  /// - Complexity: O(vertices^2 x automorphisms) for the cells of NAS-Bench-101
  mutating func search(_ predecessors: [UInt16], bound: [UInt16]? = nil) -> Bool {
    let count = predecessors.count
    states.removeAll(keepingCapacity: true)
    columns.removeAll(keepingCapacity: true)
    columns.append(0)
    states.append(Partial(order: CellOrder(), places: CellOrder(), placed: 1))
    for place in 1..<count {
      following.removeAll(keepingCapacity: true)
      var smallest = UInt16.max
      for state in states {
        for vertex in 1..<count where state.placed >> vertex & 1 == 0 {
          let sources = predecessors[vertex]
          guard sources & ~state.placed == 0 else { continue }
          let column = state.order.map(sources, through: state.places)
          if column > smallest { continue }
          if column < smallest {
            smallest = column
            following.removeAll(keepingCapacity: true)
          }
          var next = state
          next.order[place] = vertex
          next.places[vertex] = place
          next.placed |= 1 << vertex
          following.append(next)
        }
      }
      columns.append(smallest)
      // The columns so far equal the bound's, so one difference decides.
      if let bound, smallest < bound[place] { return false }
      swap(&states, &following)
    }
    orders.removeAll(keepingCapacity: true)
    for state in states { orders.append(state.order) }
    return true
  }
}

extension LabelledCell {
  /// The representative of all cells that are isomorphic to this one: the smallest matrix, and of
  /// the labellings that it allows the lexicographically smallest.
  package func canonical() -> LabelledCell {
    var search = MinimalOrders()
    _ = search.search(predecessors)
    var best: [UInt8]?
    for order in search.orders {
      let candidate = (1..<max(1, numberOfVertices - 1)).map { labels[order[$0] - 1] }
      if let known = best, !candidate.lexicographicallyPrecedes(known) { continue }
      best = candidate
    }
    return LabelledCell(predecessors: search.columns, labels: best ?? [])
  }
}
