// How each kind of topology is wired where networks are built.

extension OperatorsOnEdges {
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

extension OperatorsOnNodes {
  package func structure(of architecture: Architecture) -> CellStructure {
    let cell = cell(architecture)
    return .vertices(
      predecessors: cell.predecessors.indices.map { vertex in
        (0..<vertex).filter { cell.hasEdge($0, vertex) }
      },
      operators: cell.labels.map { vertexOperators[Int($0)] }, projection: projection)
  }
}

extension CellPair {
  package func structure(of architecture: Architecture) -> CellStructure {
    let cells = cells(of: architecture).map { cell in
      CellStructure.Cell(
        nodes: cell.map { terms in
          terms.map { .init(source: $0.source, operator: cellOperators[$0.operator]) }
        },
        output: output(of: cell))
    }
    return .pair(normal: cells[0], reduction: cells[1], projection: projection)
  }
}

extension ChainOfChoices {
  package func structure(of architecture: Architecture) -> CellStructure {
    .chain(
      architecture.genes.enumerated().map { position, gene in positions[position][Int(gene)] })
  }
}
