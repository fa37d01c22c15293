import Documents

extension Grammar {
  /// The largest number of productions that are compared.
  static let largestComparison = 2_000

  /// Checks that no expression has two derivations. Then each architecture is counted, listed and
  /// drawn once.
  static func checkAmbiguity(_ reader: GrammarReader) -> Bool {
    switch Ambiguity.found(in: reader.rules, limit: largestComparison) {
    case nil: return true
    case .circle(let rule):
      reader.rulePlaces[rule].report(
        "the rule \(reader.name(rule)) can become itself and nothing else; remove the production "
          + "that is a rule of this circle alone")
    case .twice(let rule, let first, let second):
      reader.productionPlaces[rule][second].report(
        "productions \(first + 1) and \(second + 1) of the rule \(reader.name(rule)) can make the "
          + "same architecture, which would count twice; remove or change one")
    case .tooLarge:
      reader.rulePlaces[reader.rules.start].report(
        "the rules have more than \(largestComparison) productions with those of the rules that "
          + "stand alone in a production; use fewer")
    }
    return false
  }
}

/// The reason why a grammar is ambiguous.
enum Ambiguity: Equatable {
  /// A rule whose production is a rule alone, and so on back to itself.
  case circle(Int)
  /// Two productions of a rule that derive a common expression.
  case twice(rule: Int, Int, Int)
  /// Too many productions to tell.
  case tooLarge

  private struct Entry {
    /// The production of the rule that leads here.
    let origin: Int
    let production: GrammarRules.Production
  }

  /// Finds the pairs of rules with common expressions, from the smallest expressions upward.
  ///
  /// - Complexity: O(limit² x rounds), where few rounds are the rule
  static func found(in rules: GrammarRules, limit: Int) -> Ambiguity? {
    if let rule = circle(in: rules) { return .circle(rule) }
    /// For each rule the possible beginnings of its derivations, through rules that stand alone in
    /// a production.
    var entries: [[Entry]] = []
    var total = 0
    for rule in rules.rules.indices {
      var found: [Entry] = []
      var open = rules.rules[rule].productions.enumerated().map {
        (origin: $0.offset, production: $0.element)
      }
      while let next = open.popLast() {
        guard next.production.motif == nil, case .rule(let child) = next.production.symbols[0]
        else {
          found.append(Entry(origin: next.origin, production: next.production))
          total += 1
          if total > limit { return .tooLarge }
          continue
        }
        open += rules.rules[child].productions.map { (next.origin, $0) }
        if open.count > limit { return .tooLarge }
      }
      entries.append(found)
    }
    var isCommon = rules.rules.map { _ in rules.rules.map { _ in false } }
    func areCommon(_ first: GrammarRules.Symbol, _ second: GrammarRules.Symbol) -> Bool {
      switch (first, second) {
      case (.operator, .operator): first == second
      case (.rule(let one), .rule(let other)): one == other || isCommon[one][other]
      case (.operator, .rule(let rule)), (.rule(let rule), .operator):
        entries[rule].contains {
          $0.production.motif == nil && [first, second].contains($0.production.symbols[0])
        }
      }
    }
    func areCommon(_ first: Entry, _ second: Entry) -> Bool {
      first.production.motif == second.production.motif
        && first.production.symbols.count == second.production.symbols.count
        && zip(first.production.symbols, second.production.symbols).allSatisfy {
          areCommon($0, $1)
        }
    }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for one in entries.indices {
        for other in 0..<one where !isCommon[one][other] {
          guard
            entries[one].contains(where: { first in entries[other].contains { areCommon(first, $0) }
            })
          else { continue }
          (isCommon[one][other], isCommon[other][one]) = (true, true)
          isGrowing = true
        }
      }
    }
    for rule in entries.indices where rule < rules.namedCount {
      for (place, second) in entries[rule].enumerated() {
        for first in entries[rule][..<place]
        where first.origin != second.origin && areCommon(first, second) {
          return .twice(
            rule: rule, min(first.origin, second.origin), max(first.origin, second.origin))
        }
      }
    }
    return nil
  }

  /// A rule that leads back to itself through productions that are a rule alone.
  private static func circle(in rules: GrammarRules) -> Int? {
    let next = rules.rules.map { rule in
      rule.productions.compactMap { production -> Int? in
        guard production.motif == nil, case .rule(let child) = production.symbols[0] else {
          return nil
        }
        return child
      }
    }
    return rules.rules.indices.first { start in
      var (open, seen) = (next[start], Set(next[start]))
      while let rule = open.popLast() {
        if rule == start { return true }
        for child in next[rule] where seen.insert(child).inserted { open.append(child) }
      }
      return false
    }
  }
}
