/// The sizes that derivations of a grammar reach, for each rule and each budget. A budget is the
/// number of rules with a name that may stand within each other from there on.
struct DerivationSizes: Sendable {
  /// Nothing is counted beyond.
  static let limit = 1_000_000

  /// Whether the rule has a derivation. [depth + 1, rules]
  private(set) var isViable: [[Bool]] = []
  /// The largest number of genes of a derivation. [depth + 1, rules]
  private(set) var genes: [[Int]] = []
  /// The largest number of operators on edges, those of parts that stand on several edges counted
  /// each time. [depth + 1, rules]
  private(set) var operators: [[Int]] = []
  /// Whether derivations from the start symbol reach the rule with this budget. [depth + 1, rules]
  private(set) var isReached: [[Bool]]

  /// - Complexity: O(depth x size of the rules)
  init(_ rules: GrammarRules, depth: Int) {
    let count = rules.rules.count
    isReached = (0...depth).map { _ in [Bool](repeating: false, count: count) }
    for budget in 0...depth {
      isViable.append([Bool](repeating: false, count: count))
      genes.append([Int](repeating: 0, count: count))
      operators.append([Int](repeating: 0, count: count))
      for rule in rules.rules.indices {
        guard let below = rules.budget(behind: rule, budget) else { continue }
        let productions = rules.rules[rule].productions
        for production in productions where isViable(production, within: below) {
          isViable[budget][rule] = true
          genes[budget][rule] = max(
            genes[budget][rule],
            DerivationSizes.sum(
              [productions.count > 1 ? 1 : 0]
                + production.symbols.map { size($0, genes[below], of: 0) }))
          operators[budget][rule] = max(
            operators[budget][rule],
            DerivationSizes.sum(
              rules.edgeSymbols(of: production).map { size($0, operators[below], of: 1) }))
        }
      }
    }
    isReached[depth][rules.start] = true
    for budget in (0...depth).reversed() {
      // Nested parts stand behind the rules with a name, the outer ones last.
      let order = Array(0..<rules.namedCount) + (rules.namedCount..<count).reversed()
      for rule in order where isReached[budget][rule] {
        guard let below = rules.budget(behind: rule, budget) else { continue }
        for production in rules.rules[rule].productions where isViable(production, within: below) {
          for case .rule(let child) in production.symbols { isReached[below][child] = true }
        }
      }
    }
  }

  private func isViable(_ production: GrammarRules.Production, within budget: Int) -> Bool {
    production.symbols.allSatisfy { symbol in
      if case .rule(let child) = symbol { isViable[budget][child] } else { true }
    }
  }

  private func size(_ symbol: GrammarRules.Symbol, _ sizes: [Int], of operator: Int) -> Int {
    if case .rule(let child) = symbol { sizes[child] } else { `operator` }
  }

  private static func sum(_ numbers: [Int]) -> Int {
    numbers.reduce(0) { min(limit, $0 + $1) }
  }
}

extension GrammarRules {
  /// The budget of the rules that the rule's productions mention; nil when there is none left. A
  /// nested part belongs to its production and nests no deeper than it.
  func budget(behind rule: Int, _ budget: Int) -> Int? {
    if rule >= namedCount { return budget }
    return budget > 0 ? budget - 1 : nil
  }

  /// The symbols on a production's edges.
  fileprivate func edgeSymbols(of production: Production) -> [Symbol] {
    guard let motif = production.motif else { return production.symbols }
    return motifs[motif].edges.map { edge in
      switch edge.content {
      case .operator(let index): .operator(index)
      case .argument(let part): production.symbols[part]
      }
    }
  }
}
