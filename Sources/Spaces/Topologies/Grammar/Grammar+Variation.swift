import Randomness

extension Grammar {
  /// The genes of a derivation of the rule, each equally likely.
  func randomGenes(
    of rule: Int, within budget: Int, using generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    let drawn = Derivation(of: rule, within: budget, counts) { _, rule, budget in
      counts.randomProduction(of: rule, within: budget, using: &generator)
    }
    guard let drawn else { preconditionFailure("rule \(rule) has no derivation") }
    return drawn.genes
  }

  /// Derives a random subtree anew. Each rule of the derivation that has a choice is equally likely
  /// to be its root. Each of its other derivations is equally likely, if it nests no deeper than
  /// the space allows.
  ///
  /// - Complexity: O(length of the derivation)
  package func mutate(
    _ architecture: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    let derivation = derivation(of: architecture)
    let changeable = derivation.nodes.filter { node in
      rules.rules[node.rule].productions.count > 1
        && counts.ways[node.budget][node.rule] > Natural.one
    }
    guard let node = generator.element(of: changeable) else { return architecture }
    let genes = derivation.genes
    while true {
      let drawn = randomGenes(of: node.rule, within: node.budget, using: &generator)
      // One in two draws or more is another derivation.
      if drawn == Array(genes[node.genes]) { continue }
      return self.architecture(
        Array(genes[..<node.genes.lowerBound] + drawn + genes[node.genes.upperBound...]))
    }
  }

  /// The first parent with one subtree taken from the second. The subtree's rule has a choice in
  /// both. Each place in the first parent is equally likely, and so is each subtree of the second
  /// that nests no deeper than the place allows. Equal parents have themselves as a child.
  ///
  /// - Complexity: O(length of both derivations)
  package func crossover(
    _ first: Architecture, _ second: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    guard first != second else { return first }
    let (mother, father) = (derivation(of: first), derivation(of: second))
    let heights = father.heights(rules)
    // The lowest subtrees of each rule come first, so that those that fit are the first ones.
    var donors: [Int: [Int]] = [:]
    for node in father.nodes.indices.sorted(by: { (heights[$0], $0) < (heights[$1], $1) }) {
      donors[father.nodes[node].rule, default: []].append(node)
    }
    func fitting(_ node: Derivation.Node) -> ArraySlice<Int> {
      let candidates = donors[node.rule] ?? []
      var (fitting, tooHigh) = (0, candidates.count)
      while fitting < tooHigh {
        let middle = (fitting + tooHigh) / 2
        if heights[candidates[middle]] <= node.budget {
          fitting = middle + 1
        } else {
          tooHigh = middle
        }
      }
      return candidates[..<fitting]
    }
    let places = mother.nodes.dropFirst().filter { node in
      rules.rules[node.rule].productions.count > 1 && !fitting(node).isEmpty
    }
    guard let place = generator.element(of: places),
      let donor = generator.element(of: fitting(place))
    else { return generator.integer(below: 2) == 0 ? first : second }
    return architecture(
      Array(
        mother.genes[..<place.genes.lowerBound] + father.genes[father.nodes[donor].genes]
          + mother.genes[place.genes.upperBound...]))
  }
}
