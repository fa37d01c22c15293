extension SearchSpace {
  /// Whether an operator on an edge, an identity too, lies on no way from the cell's input to its output,
  /// so that it cannot matter. Papers often leave such cells out. Kinds of space with operators elsewhere
  /// have none.
  public func hasIdleOperators(_ architecture: Architecture) -> Bool {
    guard case .edges(let nodes, let edges) = structure(of: architecture) else { return false }
    let live = edges.filter { operators[$0.operator].role != .zero }
    // Edges stand in the order of their targets, nodes in topological order.
    var reached: Set = [0]
    for edge in live where reached.contains(edge.source) { reached.insert(edge.target) }
    var leading: Set = [nodes - 1]
    for edge in live.reversed() where leading.contains(edge.target) { leading.insert(edge.source) }
    return live.contains { !reached.contains($0.source) || !leading.contains($0.target) }
  }
}
