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

  package func structure(of architecture: Architecture) -> CellStructure {
    var places = Array(repeating: 0, count: numberOfNodes)
    for (place, node) in order.enumerated() { places[node] = place }
    return .edges(
      nodes: numberOfNodes,
      steps.map { index in
        CellStructure.Edge(
          source: places[edges[index].source], target: places[edges[index].target],
          operator: edgeOperators[Int(architecture.genes[index])])
      })
  }
}
