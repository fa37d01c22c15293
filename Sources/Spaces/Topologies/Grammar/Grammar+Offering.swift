extension GrammarRules {
  /// The production that is an operator alone.
  fileprivate static func alone(_ index: Int) -> Production {
    Production(motif: nil, symbols: [.operator(index)])
  }
}

extension Grammar {
  /// New operators stand in every rule that has several productions and among them an operator
  /// alone, provided that they keep the shape as the rule does.
  package func offering(
    _ table: OperatorTable, _ change: ([Int]) -> [Int]
  ) -> (any Topology)? {
    var changed = rules
    for rule in 0..<rules.namedCount where rules.rules[rule].productions.count > 1 {
      let productions = rules.rules[rule].productions
      let known = productions.compactMap { single($0) }
      guard !known.isEmpty else { continue }
      let wanted = change(known)
      let added = wanted.filter {
        !known.contains($0) && $0 >= self.table.operators.count && rules.ruleChanges[rule] == .none
      }
      // The remaining operators stand where operators stood, in the wanted order.
      var kept = wanted.filter { known.contains($0) }[...]
      changed.rules[rule].productions =
        productions.compactMap { production in
          single(production) == nil ? production : kept.popFirst().map(GrammarRules.alone)
        } + added.map(GrammarRules.alone)
    }
    // A rule that stands alone in a production of another may offer the same operator to it.
    while let ambiguity = Ambiguity.found(in: changed, limit: Grammar.largestComparison) {
      guard case .twice(let rule, let first, let second) = ambiguity,
        let double = [second, first].first(where: {
          single(changed.rules[rule].productions[$0]) != nil
        })
      else { return nil }
      changed.rules[rule].productions.remove(at: double)
    }
    guard changed.rules.allSatisfy({ (1...255).contains($0.productions.count) }) else { return nil }
    let sizes = DerivationSizes(changed, depth: counts.depth)
    guard let counts = DerivationCounts(changed, depth: counts.depth, sizes), counts.total != .zero
    else { return nil }
    return Grammar(table: table, counts: counts)
  }

  /// The operator that a production is alone.
  private func single(_ production: GrammarRules.Production) -> Int? {
    guard production.motif == nil, case .operator(let index) = production.symbols[0] else {
      return nil
    }
    return index
  }
}
