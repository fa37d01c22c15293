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
