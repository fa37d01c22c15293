extension OperatorsOnEdges {
  package var regions: [Region] {
    zip(edges, operatorsOfEdges).map { edge, operators in
      Region(name: "\(edge.source) -> \(edge.target)", operators: operators)
    }
  }

  package func placedOperators(of architecture: Architecture) -> [PlacedOperator] {
    architecture.genes.enumerated().map { edge, gene in
      PlacedOperator(region: edge, operator: edgeOperators[Int(gene)])
    }
  }
}
