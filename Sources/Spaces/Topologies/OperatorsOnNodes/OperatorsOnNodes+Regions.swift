extension OperatorsOnNodes {
  package var regions: [Region] {
    [Region(name: "", operators: vertexOperators + (projection.map { [$0] } ?? []))]
  }

  package func placedOperators(of architecture: Architecture) -> [PlacedOperator] {
    let cell = cell(architecture)
    var placed = cell.labels.map {
      PlacedOperator(region: 0, operator: vertexOperators[Int($0)])
    }
    if let projection {
      for vertex in 1..<cell.numberOfVertices where cell.hasEdge(0, vertex) {
        placed.append(PlacedOperator(region: 0, operator: projection))
      }
    }
    return placed
  }
}
