import Randomness

/// Hierarchical spaces as context-free grammars: an architecture is a derivation from the start
/// symbol (Schrodi et al., "Construction of Hierarchical Neural Architecture Search Spaces based on
/// Context-free Grammars", NeurIPS 2023; Ericsson et al., "einspace", NeurIPS 2024).
///
/// Grammars are unambiguous: an expression of motifs and operators has one derivation. Two
/// expressions are two architectures, even where they wire the same network.
///
/// Genes: the chosen production of each rule that has several, rules before those that their
/// production mentions, from the left to the right; then zeros up to the longest derivation of the
/// space. The listing goes in the order of the genes.
package struct Grammar: Topology {
  package static let kind = "grammar"

  package let table: OperatorTable
  let counts: DerivationCounts
  var rules: GrammarRules { counts.rules }

  package var size: SpaceSize { SpaceSize(counts.total) }

  /// Whether the networks' shape is left to the skeleton.
  package var makesCells: Bool { rules.ruleChanges[rules.start] == .none }

  /// The number of derivations of the rule of this name; nil when there is none.
  package func count(of rule: String) -> Natural? {
    rules.rules.firstIndex { $0.name == rule }.flatMap { rule in
      counts.ways.map { $0[rule] }.max()
    }
  }

  /// - Complexity: O(length of the derivation) for each architecture
  package func makeIterator() -> AnyIterator<Architecture> {
    var genes = first(from: [])
    return AnyIterator {
      guard let current = genes else { return nil }
      genes = next(after: current)
      return architecture(current)
    }
  }

  package func randomArchitecture(
    using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    architecture(randomGenes(of: rules.start, within: counts.depth, using: &generator))
  }

  package func representative(of architecture: Architecture) -> Architecture { architecture }

  package func contains(_ architecture: Architecture) -> Bool {
    guard architecture.genes.count == counts.largestGenes,
      let derivation = Derivation(architecture.genes, counts)
    else { return false }
    return architecture.genes[derivation.genes.count...].allSatisfy { $0 == 0 }
  }

  /// - Precondition: the architecture belongs to the space.
  func derivation(of architecture: Architecture) -> Derivation {
    guard let derivation = Derivation(architecture.genes, counts) else {
      preconditionFailure("the genes are no derivation of this grammar")
    }
    return derivation
  }

  /// The architecture with the genes of a derivation.
  func architecture(_ genes: [UInt8]) -> Architecture {
    Architecture(
      genes: genes + [UInt8](repeating: 0, count: counts.largestGenes - genes.count))
  }
}

// MARK: - In order

extension Grammar {
  /// The first derivation that begins with these genes; nil when there is none.
  private func first(from prefix: [UInt8]) -> [UInt8]? {
    Derivation(of: rules.start, within: counts.depth, counts) { place, rule, budget in
      place < prefix.count
        ? Int(prefix[place])
        : counts.productionWays[budget][rule].firstIndex { $0 != .zero }
    }?.genes
  }

  /// The derivation after a valid one; nil after the last.
  private func next(after genes: [UInt8]) -> [UInt8]? {
    var choices: [(rule: Int, budget: Int)] = []
    _ = Derivation(of: rules.start, within: counts.depth, counts) { place, rule, budget in
      choices.append((rule, budget))
      return Int(genes[place])
    }
    for (place, choice) in choices.enumerated().reversed() {
      let ways = counts.productionWays[choice.budget][choice.rule]
      let later = ways.indices.first { $0 > Int(genes[place]) && ways[$0] != .zero }
      if let later { return first(from: genes[..<place] + [UInt8(later)]) }
    }
    return nil
  }
}
