/// The rules of a grammar, ready to be derived from. The nested parts of a production are rules of
/// their own, so that each production puts symbols together once.
struct GrammarRules: Sendable {
  enum Symbol: Hashable, Sendable {
    case rule(Int)
    /// As an index into the space's operators.
    case `operator`(Int)
  }

  struct Production: Hashable, Sendable {
    /// Nil when the production is its only symbol.
    let motif: Int?
    let symbols: [Symbol]
  }

  struct Rule: Hashable, Sendable {
    /// Nil for a nested part of a production.
    let name: String?
    /// At least one; exactly one where the name is nil.
    var productions: [Production]
  }

  /// Those with a name and those that productions use, each once.
  var motifs: [Motif] = []
  /// Those with a name first; a nested part stands before the part that it is nested in.
  var rules: [Rule] = []
  /// The rule that architectures are derived from.
  var start = 0
  /// The shape changes of operators, by index; operators that are not listed keep the shape.
  var operatorChanges: [Int: ShapeChange] = [:]
  /// The shape changes of the rules with a name.
  var ruleChanges: [ShapeChange] = []

  /// The number of rules with a name.
  var namedCount: Int { ruleChanges.count }

  func change(of index: Int) -> ShapeChange { operatorChanges[index] ?? .none }

  /// The change of shape by a symbol.
  ///
  /// - Throws: `ShapeMismatch` where the parts of a nested part do not fit.
  func change(of symbol: Symbol) throws(ShapeMismatch) -> ShapeChange {
    switch symbol {
    case .operator(let index): return change(of: index)
    case .rule(let rule) where rule < namedCount: return ruleChanges[rule]
    case .rule(let rule): return try change(of: rules[rule].productions[0])
    }
  }

  /// - Throws: `ShapeMismatch` where the parts do not fit.
  func change(of production: Production) throws(ShapeMismatch) -> ShapeChange {
    var parts: [ShapeChange] = []
    for symbol in production.symbols { parts.append(try change(of: symbol)) }
    guard let motif = production.motif else { return parts[0] }
    return try motifs[motif].change(of: parts, operators: change(of:)).get()
  }

  /// The rules with a name that a production mentions, those of nested parts included.
  func mentioned(by production: Production) -> [Int] {
    production.symbols.flatMap { symbol -> [Int] in
      guard case .rule(let rule) = symbol else { return [] }
      return rule < namedCount ? [rule] : mentioned(by: rules[rule].productions[0])
    }
  }

  /// The number of the motif, which is added where it is new.
  mutating func number(of motif: Motif) -> Int {
    if let known = motifs.firstIndex(of: motif) { return known }
    motifs.append(motif)
    return motifs.count - 1
  }
}
