import Wording

// Derivations as expressions of motifs and operators, and back.

extension Grammar {
  /// The expression that the derivation makes, without its rules.
  func expression(of architecture: Architecture) -> Expression {
    let derivation = derivation(of: architecture)
    var expression = Expression()
    var open: [(part: Derivation.Part, parent: Int?)] = [(.node(0), nil)]
    func add(_ name: String, _ parent: Int?, arguments: [Int]? = nil) {
      expression.add(Expression.Node(name: name, place: 0, arguments: arguments), to: parent)
    }
    while let next = open.popLast() {
      switch next.part {
      case .operator(let index): add(table.operators[index].name, next.parent)
      case .node(let number):
        let node = derivation.nodes[number]
        let motif = rules.rules[node.rule].productions[node.production].motif
        guard let motif else {
          open.append((node.parts[0], next.parent))
          continue
        }
        add(rules.motifs[motif].name, next.parent, arguments: [])
        let place = expression.nodes.count - 1
        open += node.parts.reversed().map { ($0, place) }
      }
    }
    return expression
  }

  /// The architecture that an expression is.
  ///
  /// - Parameter fail: makes an error of the node that is wrong, or of none, and a sentence
  func architecture(
    _ expression: Expression, failing fail: (Int, String) -> ArchitectureError
  ) throws(ArchitectureError) -> Architecture {
    let matches = Matches(of: expression, rules, table)
    guard let production = matches.production(of: rules.start, at: 0) else {
      let (node, problem) = matches.explanation(table)
      throw fail(node, problem)
    }
    // Rules before the rules that they mention, as genes stand.
    var genes: [UInt8] = []
    var open = [(rule: rules.start, node: 0, production: production, budget: counts.depth)]
    while let next = open.popLast() {
      guard counts.isViable(next.production, of: next.rule, within: next.budget) else {
        throw fail(
          next.node,
          "is nested too deep here: at most \(counts.depth) rules may stand within each other")
      }
      let rule = rules.rules[next.rule]
      if rule.productions.count > 1 { genes.append(UInt8(next.production)) }
      let chosen = rule.productions[next.production]
      let budget = next.rule < rules.namedCount ? next.budget - 1 : next.budget
      let nodes =
        chosen.motif == nil ? [next.node] : expression.nodes[next.node].arguments ?? []
      for (symbol, node) in zip(chosen.symbols, nodes).reversed() {
        guard case .rule(let child) = symbol else { continue }
        guard let production = matches.production(of: child, at: node) else {
          preconditionFailure("a part that matched has no production")
        }
        open.append((child, node, production, budget))
      }
    }
    return architecture(genes)
  }
}

/// Which rules each part of an expression can be derived from, found from the innermost parts
/// outward.
private struct Matches {
  private let expression: Expression
  private let rules: GrammarRules
  private let table: OperatorTable
  /// For each node and each rule, the production with which the rule makes the node.
  private var productions: [[Int: Int]]
  /// The symbol written for an operator or a motif, without the number of its arguments.
  private var operators: [Int?]

  /// - Complexity: O(nodes x productions)
  init(of expression: Expression, _ rules: GrammarRules, _ table: OperatorTable) {
    (self.expression, self.rules, self.table) = (expression, rules, table)
    var byName: [String: Int] = [:]
    for (index, known) in table.operators.enumerated() { byName[known.name] = index }
    operators = expression.nodes.map { $0.arguments == nil ? byName[$0.name] : nil }
    productions = expression.nodes.map { _ in [:] }
    /// The rules that are only a symbol and the rules that begin with a motif.
    var single: [GrammarRules.Symbol: [(rule: Int, production: Int)]] = [:]
    var byMotif: [String: [(rule: Int, production: Int)]] = [:]
    for (rule, found) in rules.rules.enumerated() {
      for (place, production) in found.productions.enumerated() {
        if let motif = production.motif {
          byMotif[rules.motifs[motif].name, default: []].append((rule, place))
        } else {
          single[production.symbols[0], default: []].append((rule, place))
        }
      }
    }
    for node in expression.nodes.indices.reversed() {
      var found: [(rule: Int, production: Int)]
      if let arguments = expression.nodes[node].arguments {
        found = (byMotif[expression.nodes[node].name] ?? []).filter { candidate in
          let symbols = rules.rules[candidate.rule].productions[candidate.production].symbols
          return symbols.count == arguments.count
            && zip(symbols, arguments).allSatisfy { isMatch($0, $1) }
        }
      } else {
        found = operators[node].map { single[.operator($0)] ?? [] } ?? []
      }
      while let next = found.popLast() {
        guard productions[node].updateValue(next.production, forKey: next.rule) == nil else {
          continue
        }
        found += single[.rule(next.rule)] ?? []
      }
    }
  }

  func production(of rule: Int, at node: Int) -> Int? { productions[node][rule] }

  private func isMatch(_ symbol: GrammarRules.Symbol, _ node: Int) -> Bool {
    switch symbol {
    case .operator(let index): operators[node] == index
    case .rule(let rule): productions[node][rule] != nil
    }
  }

  /// Follows the first part that does not match, as far in as possible.
  func explanation(_ table: OperatorTable) -> (node: Int, problem: String) {
    var (node, symbol) = (0, GrammarRules.Symbol.rule(rules.start))
    while true {
      let heads = heads(of: symbol)
      let written = expression.nodes[node]
      let alike = heads.filter { head in
        head.name == written.name && (head.symbols == nil) == (written.arguments == nil)
      }
      guard !alike.isEmpty else {
        let known = heads.map { $0.name + ($0.symbols == nil ? "" : "(...)") }
        let found = written.name + (written.arguments == nil ? "" : "(...)")
        var names: [String] = []
        for name in known where !names.contains(name) { names.append(name) }
        return (
          node,
          "found \(found)\(wanted(symbol)), expected \(names.count == 1 ? "" : "one of ")"
            + list(names) + NearestName.hint(for: found, among: names)
        )
      }
      let arguments = written.arguments ?? []
      let fitting = alike.filter { $0.symbols?.count == arguments.count }
      guard !fitting.isEmpty else {
        let counts = Set(alike.compactMap { $0.symbols?.count }).sorted().map(String.init)
        return (
          node,
          "\(written.name) has \(arguments.count) parts\(wanted(symbol)), expected "
            + counts.joined(separator: " or ")
        )
      }
      // Of several productions the one that goes on for longest was meant.
      let wrong = fitting.map { head -> (place: Int, symbol: GrammarRules.Symbol) in
        let symbols = head.symbols ?? []
        let place = symbols.indices.first { !isMatch(symbols[$0], arguments[$0]) } ?? 0
        return (place, symbols[place])
      }.max { $0.place < $1.place }
      guard let wrong else { preconditionFailure("no production to explain") }
      (node, symbol) = (arguments[wrong.place], wrong.symbol)
    }
  }

  private func wanted(_ symbol: GrammarRules.Symbol) -> String {
    guard case .rule(let rule) = symbol, let name = rules.rules[rule].name else { return "" }
    return " where \(name) stands"
  }

  /// The possible first symbols of a symbol's derivations; `symbols` of a motif's parts, nil for an
  /// operator.
  private func heads(
    of symbol: GrammarRules.Symbol
  ) -> [(name: String, symbols: [GrammarRules.Symbol]?)] {
    var heads: [(name: String, symbols: [GrammarRules.Symbol]?)] = []
    var (open, seen) = ([symbol], Set([symbol]))
    while let next = open.popLast() {
      switch next {
      case .operator(let index): heads.append((table.operators[index].name, nil))
      case .rule(let rule):
        for production in rules.rules[rule].productions.reversed() {
          if let motif = production.motif {
            heads.append((rules.motifs[motif].name, production.symbols))
          } else if seen.insert(production.symbols[0]).inserted {
            open.append(production.symbols[0])
          }
        }
      }
    }
    return heads
  }
}
