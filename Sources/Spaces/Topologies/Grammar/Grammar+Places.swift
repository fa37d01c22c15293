extension Grammar {
  package var removalMeaning: String { "it is passed over, and its input goes on unchanged" }

  /// The operators that productions name, in the order of the expression. Operators of a motif are
  /// no choice. An operator can be replaced by others that the same rule derives with nothing
  /// around them.
  package func places(of architecture: Architecture) -> [OperatorPlace] {
    let derivation = derivation(of: architecture)
    return derivation.leaves.enumerated().map { number, leaf in
      guard case .operator(let current) = derivation.nodes[leaf.node].parts[leaf.place] else {
        preconditionFailure("a leaf is an operator")
      }
      return OperatorPlace(
        name: "operator \(number + 1)", operator: current,
        replacements: replacements(of: leaf, in: derivation).filter { $0.operator != current },
        removal: table.operators[current].role == .zero
          ? nil : .graph(operatorGraph(wiring(of: derivation, passingOver: leaf))))
    }
  }

  /// Every architecture with one operator in place of the leaf, its own included.
  private func replacements(
    of leaf: Derivation.Leaf, in derivation: Derivation
  ) -> [OperatorPlace.Replacement] {
    func isBare(_ node: Int) -> Bool {
      let node = derivation.nodes[node]
      return rules.rules[node.rule].productions[node.production].motif == nil
    }
    guard isBare(leaf.node) else { return [] }
    // The outermost rule that derives nothing but the operator.
    var top = leaf.node
    while let parent = derivation.nodes[..<top].lastIndex(where: { $0.parts.contains(.node(top)) }),
      isBare(parent)
    {
      top = parent
    }
    let node = derivation.nodes[top]
    return bareOperators(of: node.rule).compactMap { choice in
      let genes =
        derivation.genes[..<node.genes.lowerBound] + choice.genes
        + derivation.genes[node.genes.upperBound...]
      // Nil when it would nest too deep.
      guard let found = Derivation(genes, counts), found.genes.count == genes.count else {
        return nil
      }
      return .init(operator: choice.operator, architecture: self.architecture(Array(genes)))
    }
  }

  /// The operators that a rule derives with nothing around them, each with the genes that choose
  /// it.
  private func bareOperators(of rule: Int) -> [(operator: Int, genes: [UInt8])] {
    let productions = rules.rules[rule].productions
    var found: [(operator: Int, genes: [UInt8])] = []
    for (number, production) in productions.enumerated() where production.motif == nil {
      let gene = productions.count > 1 ? [UInt8(number)] : []
      switch production.symbols[0] {
      case .operator(let index): found.append((index, gene))
      case .rule(let next):
        found += bareOperators(of: next).map { ($0.operator, gene + $0.genes) }
      }
    }
    return found
  }
}

extension Derivation {
  /// An operator that a production names.
  struct Leaf: Hashable {
    let node: Int
    /// The place among the parts of the node.
    let place: Int
  }

  /// The operators from the left to the right.
  var leaves: [Leaf] {
    var leaves: [Leaf] = []
    var open = [Leaf(node: 0, place: 0)]
    while let next = open.popLast() {
      guard next.place < nodes[next.node].parts.count else { continue }
      open.append(Leaf(node: next.node, place: next.place + 1))
      switch nodes[next.node].parts[next.place] {
      case .operator: leaves.append(next)
      case .node(let child): open.append(Leaf(node: child, place: 0))
      }
    }
    return leaves
  }
}
