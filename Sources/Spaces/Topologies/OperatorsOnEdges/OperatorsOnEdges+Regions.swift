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
