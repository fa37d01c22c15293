// Cells as they are drawn, for the published predictor, which does not clean them up.

extension OperatorsOnEdges {
  /// Input, one node for each edge in the order of the file, output.
  package func drawnGraph(of architecture: Architecture) -> OperatorGraph {
    let last = edges.count + 1
    var drawn: [OperatorGraph.Edge] = []
    for (index, edge) in edges.enumerated() {
      if edge.source == input {
        drawn.append(.init(source: 0, target: index + 1))
      }
      for (earlier, candidate) in edges.enumerated() where candidate.target == edge.source {
        drawn.append(.init(source: earlier + 1, target: index + 1))
      }
    }
    for (index, edge) in edges.enumerated() where edge.target == output {
      drawn.append(.init(source: index + 1, target: last))
    }
    return OperatorGraph(
      nodes: [UInt8(table.input)]
        + architecture.genes.map { UInt8(edgeOperators[Int($0)]) } + [UInt8(table.output)],
      edges: drawn)
  }
}

extension OperatorsOnNodes {
  /// The vertices and edges of the cell.
  package func drawnGraph(of architecture: Architecture) -> OperatorGraph {
    let cell = cell(architecture)
    var drawn: [OperatorGraph.Edge] = []
    for (target, predecessors) in cell.predecessors.enumerated() {
      for source in 0..<target where predecessors >> source & 1 == 1 {
        drawn.append(.init(source: source, target: target))
      }
    }
    return OperatorGraph(
      nodes: [UInt8(table.input)]
        + cell.labels.map { UInt8(vertexOperators[Int($0)]) } + [UInt8(table.output)],
      edges: drawn)
  }
}
