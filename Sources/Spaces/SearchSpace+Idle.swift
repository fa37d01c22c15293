extension SearchSpace {
  /// Whether an operator on an edge, an identity too, lies on no path from the cell's input to its
  /// output, so that it cannot matter. Papers often leave such cells out. Kinds of space with
  /// operators elsewhere have none.
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

  /// The architecture with no connection in place of idle operators: it computes the same and costs
  /// no more. The architecture itself in kinds of space that have no idle operators, and in spaces
  /// whose edges cannot be without connection; edges that cannot keep their operators.
  public func tidied(_ architecture: Architecture) -> Architecture {
    (topology as? OperatorsOnEdges)?.tidied(architecture) ?? architecture
  }
}

extension OperatorsOnEdges {
  fileprivate func tidied(_ architecture: Architecture) -> Architecture {
    guard let zero = edgeOperators.firstIndex(where: { table.operators[$0].role == .zero }) else {
      return architecture
    }
    var genes = architecture.genes
    func isLive(_ edge: Int) -> Bool {
      table.operators[edgeOperators[Int(genes[edge])]].role != .zero
    }
    // Steps stand in the order of their targets.
    var reached: Set = [input]
    for edge in steps where isLive(edge) && reached.contains(edges[edge].source) {
      reached.insert(edges[edge].target)
    }
    var leading: Set = [output]
    for edge in steps.reversed() where isLive(edge) && leading.contains(edges[edge].target) {
      leading.insert(edges[edge].source)
    }
    for edge in edges.indices
    where !reached.contains(edges[edge].source) || !leading.contains(edges[edge].target) {
      if choices[edge].contains(UInt8(zero)) { genes[edge] = UInt8(zero) }
    }
    return Architecture(genes: genes)
  }
}
