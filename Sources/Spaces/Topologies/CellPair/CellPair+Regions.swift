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
