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
    let filled = filled(architecture.genes)
    guard hasStages else {
      return .chain(
        filled.map {
          CellStructure.Link(
            name: "position \($0.position + 1)", operator: $0.operator, channels: nil, stride: 1)
        })
    }
    var links: [CellStructure.Link] = []
    for (number, group) in groups.enumerated() {
      for (offset, found) in filled.filter({ group.positions.contains($0.position) }).enumerated() {
        links.append(
          CellStructure.Link(
            name: "stage \(number + 1)/block \(offset + 1)", operator: found.operator,
            channels: group.channels.asked(by: table.operators[found.operator]),
            stride: offset == 0 ? group.stride : 1))
      }
    }
    return .chain(links)
  }
}
