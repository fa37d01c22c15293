/// One derivation of a grammar as a tree, each rule before the rules that its production mentions,
/// from the left to the right.
///
/// Its genes are the productions chosen, in that order, for the rules that have a choice.
struct Derivation {
  enum Part: Hashable {
    /// A node of the tree.
    case node(Int)
    /// As an index into the space's operators.
    case `operator`(Int)
  }

  struct Node {
    let rule: Int
    let production: Int
    /// How many rules with a name may stand within each other from here on, this one included.
    let budget: Int
    /// The parts that the symbols of the production became.
    var parts: [Part]
    /// The genes of this node and all below.
    var genes: Range<Int>
  }

  /// The root first.
  private(set) var nodes: [Node] = []
  /// Of the root.
  private(set) var genes: [UInt8] = []

  /// Derives `rule`, asking for a production wherever there are several.
  ///
  /// - Parameter choose: is given the number of the gene, the rule and its budget
  /// - Returns: nil when `choose` returns nil or a production that cannot end within the budget.
  init?(
    of rule: Int, within budget: Int, _ counts: DerivationCounts,
    choosing choose: (Int, Int, Int) -> Int?
  ) {
    let rules = counts.rules
    var open: [(rule: Int, budget: Int, parent: Int, place: Int)] = [(rule, budget, -1, 0)]
    while let next = open.popLast() {
      let count = rules.rules[next.rule].productions.count
      let start = genes.count
      guard let production = count == 1 ? 0 : choose(start, next.rule, next.budget),
        counts.isViable(production, of: next.rule, within: next.budget)
      else { return nil }
      if count > 1 { genes.append(UInt8(production)) }
      if next.parent >= 0 { nodes[next.parent].parts[next.place] = .node(nodes.count) }
      let symbols = rules.rules[next.rule].productions[production].symbols
      let below = next.rule < rules.namedCount ? next.budget - 1 : next.budget
      for (place, symbol) in symbols.enumerated().reversed() {
        if case .rule(let child) = symbol { open.append((child, below, nodes.count, place)) }
      }
      nodes.append(
        Node(
          rule: next.rule, production: production, budget: next.budget,
          parts: symbols.map { symbol in
            if case .operator(let index) = symbol { .operator(index) } else { .node(0) }
          }, genes: start..<genes.count))
    }
    for node in nodes.indices.reversed() {
      var end = nodes[node].genes.upperBound
      for part in nodes[node].parts {
        if case .node(let child) = part { end = max(end, nodes[child].genes.upperBound) }
      }
      nodes[node].genes = nodes[node].genes.lowerBound..<end
    }
  }

  /// The derivation that these genes begin with; nil when they are none.
  init?(_ genes: some RandomAccessCollection<UInt8>, _ counts: DerivationCounts) {
    self.init(of: counts.rules.start, within: counts.depth, counts) { place, _, _ in
      place < genes.count ? Int(genes[genes.index(genes.startIndex, offsetBy: place)]) : nil
    }
  }

  /// How many rules with a name stand within each other, for each node.
  func heights(_ rules: GrammarRules) -> [Int] {
    var heights = [Int](repeating: 0, count: nodes.count)
    for node in nodes.indices.reversed() {
      let below = nodes[node].parts.map { part in
        if case .node(let child) = part { heights[child] } else { 0 }
      }
      heights[node] = (below.max() ?? 0) + (nodes[node].rule < rules.namedCount ? 1 : 0)
    }
    return heights
  }
}
