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
