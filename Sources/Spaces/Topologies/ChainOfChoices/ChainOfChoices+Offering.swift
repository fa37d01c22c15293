extension ChainOfChoices {
  package func offering(
    _ table: OperatorTable, _ change: ([Int]) -> [Int]
  ) -> (any Topology)? {
    let positions = positions.map(change)
    let counts = SequenceCounts(
      positions: positions, lengths: counts.lengths, rules: counts.rules, stages: counts.stages)
    guard counts.total != .zero else { return nil }
    return ChainOfChoices(table: table, positions: positions, groups: groups, counts: counts)
  }
}
