extension ChainOfChoices {
  package func offering(
    _ table: OperatorTable, _ change: ([Int]) -> [Int]
  ) -> (any Topology)? {
    // Where all choices embed patches there is no feature map yet that another operator could read.
    let positions = positions.map { choices in
      let changed = change(choices)
      return choices.allSatisfy { self.table.operators[$0].embedsPatches }
        ? changed.filter { !isNew($0, in: table) || table.operators[$0].embedsPatches } : changed
    }
    let counts = SequenceCounts(
      positions: positions, lengths: counts.lengths, rules: counts.rules, stages: counts.stages)
    guard counts.total != .zero else { return nil }
    return ChainOfChoices(table: table, positions: positions, groups: groups, counts: counts)
  }
}

extension ChainOfChoices {
  /// Whether an operator of another table is not among those of this topology.
  private func isNew(_ index: Int, in table: OperatorTable) -> Bool {
    self.table.index(named: table.operators[index].name) == nil
  }
}

extension Operator {
  /// Whether the operator turns an image into tokens.
  fileprivate var embedsPatches: Bool {
    lowering?.same.layers.contains { layer in
      if case .patchEmbedding = layer { true } else { false }
    } ?? false
  }
}
