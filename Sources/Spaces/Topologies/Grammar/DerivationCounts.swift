import Randomness

/// How many derivations the rules of a grammar have, by dynamic programming over how deep they may
/// still nest: from these numbers derivations are listed and drawn.
struct DerivationCounts: Sendable {
  /// Operators of one architecture.
  static let largestOperators = 2_000

  let rules: GrammarRules
  /// How many rules with a name may stand within each other.
  let depth: Int
  let sizes: DerivationSizes
  /// The number of derivations of each rule within each budget that derivations from the start
  /// symbol reach. [depth + 1, rules]
  let ways: [[Natural]]
  /// The same for each production of each rule. [depth + 1, rules, productions]
  let productionWays: [[[Natural]]]

  /// - Returns: nil when an architecture can have more than ``largestOperators`` operators.
  /// - Complexity: O(depth x size of the rules) products of numbers of derivations
  init?(_ rules: GrammarRules, depth: Int, _ sizes: DerivationSizes) {
    guard sizes.operators[depth][rules.start] <= DerivationCounts.largestOperators else {
      return nil
    }
    self.rules = rules
    self.depth = depth
    self.sizes = sizes
    var ways = (0...depth).map { _ in rules.rules.map { _ in Natural.zero } }
    productionWays = (0...depth).map { budget in
      rules.rules.enumerated().map { rule, found in
        let below = rules.budget(behind: rule, budget)
        let counts = found.productions.map { production -> Natural in
          guard let below, sizes.isReached[budget][rule] else { return .zero }
          return production.symbols.reduce(.one) { product, symbol in
            if case .rule(let child) = symbol { product * ways[below][child] } else { product }
          }
        }
        ways[budget][rule] = counts.reduce(.zero, +)
        return counts
      }
    }
    self.ways = ways
  }

  /// The number of architectures.
  var total: Natural { ways[depth][rules.start] }

  /// The largest number of genes of a derivation.
  var largestGenes: Int { sizes.genes[depth][rules.start] }

  /// Whether the production has a derivation that nests at most so deep.
  func isViable(_ production: Int, of rule: Int, within budget: Int) -> Bool {
    rules.rules[rule].productions.indices.contains(production)
      && productionWays[budget][rule][production] != .zero
  }

  /// A production of the rule, each as likely as it has derivations.
  ///
  /// - Precondition: the rule has a derivation that nests at most so deep.
  func randomProduction(
    of rule: Int, within budget: Int, using generator: inout some RandomNumberGenerator
  ) -> Int {
    var rest = ways[budget][rule].random(using: &generator)
    for (place, count) in productionWays[budget][rule].enumerated() {
      if rest < count { return place }
      rest = rest - count
    }
    preconditionFailure("the productions of rule \(rule) have fewer derivations than the rule")
  }
}
