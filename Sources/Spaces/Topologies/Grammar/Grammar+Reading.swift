import Documents

extension Grammar {
  /// Rules that may stand within each other.
  private static let largestDepth = 64

  package init?(reading section: DocumentSection, operators table: OperatorTable) {
    guard
      let section = section.rereading(
        required: ["kind", "rules"],
        optional: ["start", "motifs", "shapes", "maximum-depth"]),
      let reader = GrammarReader(reading: section, table)
    else { return nil }
    var limit: Int?
    if let value = section["maximum-depth"] {
      guard let depth = value.integer(in: 1...Grammar.largestDepth) else { return nil }
      limit = depth
    }
    let rules = reader.rules
    guard Grammar.checkUse(reader), Grammar.checkShapes(reader), Grammar.checkAmbiguity(reader),
      let depth = Grammar.readDepth(reader, limit)
    else { return nil }
    let sizes = DerivationSizes(rules, depth: depth)
    for rule in 0..<rules.namedCount
    where !(0...depth).contains(where: { sizes.isViable[$0][rule] && sizes.isReached[$0][rule] }) {
      reader.rulePlaces[rule].report(
        "the rule \(reader.name(rule)) has no derivation with at most \(depth) rules within each "
          + "other; raise \"maximum-depth\"")
      return nil
    }
    guard let counts = DerivationCounts(rules, depth: depth, sizes) else {
      let found = sizes.operators[depth][rules.start]
      (section["maximum-depth"] ?? section["rules"])?.report(
        "an architecture can have \(found)\(found < DerivationSizes.limit ? "" : " or more") "
          + "operators; at most \(DerivationCounts.largestOperators) are supported: lower "
          + "\"maximum-depth\" or nest less")
      return nil
    }
    self.init(table: table, counts: counts)
  }

  /// Every rule can be reached and comes to an end.
  private static func checkUse(_ reader: GrammarReader) -> Bool {
    let rules = reader.rules
    let children = (0..<rules.namedCount).map { rule in
      rules.rules[rule].productions.map { rules.mentioned(by: $0) }
    }
    var (open, reached) = ([rules.start], Set([rules.start]))
    while let rule = open.popLast() {
      for child in children[rule].joined() where reached.insert(child).inserted {
        open.append(child)
      }
    }
    var ending: Set<Int> = []
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for rule in 0..<rules.namedCount
      where !ending.contains(rule)
        && children[rule].contains(where: { $0.allSatisfy { ending.contains($0) } })
      {
        ending.insert(rule)
        isGrowing = true
      }
    }
    for rule in 0..<rules.namedCount {
      if !ending.contains(rule) {
        reader.rulePlaces[rule].report(
          "the rule \(reader.name(rule)) never comes to an end: each of its productions leads to "
            + "it or to another such rule; add a production with operators alone")
      } else if !reached.contains(rule) {
        reader.rulePlaces[rule].report(
          "the rule \(reader.name(rule)) is never used: nothing leads to it from "
            + "\(reader.name(rules.start)); remove it or mention it")
      }
    }
    return reached.count == rules.namedCount && ending.count == rules.namedCount
  }

  /// Every production changes the shape as its rule does.
  private static func checkShapes(_ reader: GrammarReader) -> Bool {
    var isFine = true
    for (rule, places) in reader.productionPlaces.enumerated() {
      let expected = reader.rules.ruleChanges[rule]
      for (place, production) in zip(places, reader.rules.rules[rule].productions) {
        do {
          let found = try reader.rules.change(of: production)
          if found == expected { continue }
          place.report(
            "\(place.subject) \(found), where the rule \(reader.name(rule)) \(expected); change "
              + "it, or \"shapes\" of the topology")
        } catch {
          place.report("the shapes in \(place.subject) do not fit: \(error.sentence)")
        }
        isFine = false
      }
    }
    return isFine
  }

  /// The depth that the rules need, or that they are limited to where they recurse.
  private static func readDepth(
    _ reader: GrammarReader, _ limit: Int?
  ) -> Int? {
    let rules = reader.rules
    let children = (0..<rules.namedCount).map { rule in
      rules.rules[rule].productions.flatMap { rules.mentioned(by: $0) }
    }
    // In rounds: without recursion each round settles the rules whose children are settled.
    var depths = [Int?](repeating: nil, count: rules.namedCount)
    for _ in depths {
      for rule in depths.indices where depths[rule] == nil {
        let below = children[rule].map { depths[$0] }
        if !below.contains(nil) { depths[rule] = 1 + (below.compactMap { $0 }.max() ?? 0) }
      }
    }
    if let needed = depths[rules.start] { return min(needed, limit ?? needed) }
    if let limit { return limit }
    // Others without a depth only lead to one that recurses.
    let first =
      depths.indices.first { start in
        var (open, seen) = (children[start], Set(children[start]))
        while let rule = open.popLast(), rule != start {
          for child in children[rule] where seen.insert(child).inserted { open.append(child) }
        }
        return seen.contains(start)
      } ?? rules.start
    reader.rulePlaces[first].report(
      "the rule \(reader.name(first)) can stand within itself, so that the space has no end; add "
        + "\"maximum-depth: ...\", how many rules may stand within each other")
    return nil
  }
}

extension GrammarReader {
  func name(_ rule: Int) -> String { "\"\(rules.rules[rule].name ?? "")\"" }
}
