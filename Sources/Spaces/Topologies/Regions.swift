// Where operators stand, as far as their costs may depend on it.

extension OperatorsOnEdges {
  package var regions: [Region] {
    edges.map { Region(name: "\($0.source) -> \($0.target)", operators: edgeOperators) }
  }

  package func placedOperators(of architecture: Architecture) -> [PlacedOperator] {
    architecture.genes.enumerated().map { edge, gene in
      PlacedOperator(region: edge, operator: edgeOperators[Int(gene)])
    }
  }
}

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

extension ChainOfChoices {
  /// The positions, named as the links of a structure are.
  package var regions: [Region] {
    groups.enumerated().flatMap { number, group in
      group.positions.enumerated().map { offset, position in
        Region(
          name: hasStages
            ? "stage \(number + 1)/block \(offset + 1)" : "position \(position + 1)",
          operators: positions[position])
      }
    }
  }

  package func placedOperators(of architecture: Architecture) -> [PlacedOperator] {
    filled(architecture.genes).map {
      PlacedOperator(region: $0.position, operator: $0.operator)
    }
  }
}

extension CellPair {
  package var regions: [Region] {
    ["normal cell", "reduction cell"].map { Region(name: $0, operators: cellOperators) }
  }

  package func placedOperators(of architecture: Architecture) -> [PlacedOperator] {
    cells(of: architecture).enumerated().flatMap { number, cell in
      cell.joined().map {
        PlacedOperator(region: number, operator: cellOperators[$0.operator])
      }
    }
  }
}

extension Grammar {
  /// The operators of productions and motifs.
  package var regions: [Region] {
    var operators: Set<Int> = []
    for production in rules.rules.flatMap(\.productions) {
      for case .operator(let index) in production.symbols { operators.insert(index) }
      guard let motif = production.motif else { continue }
      for case .operator(let index) in rules.motifs[motif].edges.map(\.content) {
        operators.insert(index)
      }
    }
    return [Region(name: "", operators: operators.sorted())]
  }

  package func placedOperators(of architecture: Architecture) -> [PlacedOperator] {
    wiring(of: architecture).nodes.flatMap(\.arrivals).compactMap { arrival in
      arrival.operator.map { PlacedOperator(region: 0, operator: $0) }
    }
  }
}
