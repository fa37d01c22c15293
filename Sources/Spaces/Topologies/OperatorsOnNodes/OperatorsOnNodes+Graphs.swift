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

  package func structure(of architecture: Architecture) -> CellStructure {
    let cell = cell(architecture)
    return .vertices(
      predecessors: cell.predecessors.indices.map { vertex in
        (0..<vertex).filter { cell.hasEdge($0, vertex) }
      },
      operators: cell.labels.map { vertexOperators[Int($0)] }, projection: projection)
  }
}
