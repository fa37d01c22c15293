extension Grammar {
  package var summary: String {
    let start = rules.rules[rules.start].name.map { " from `\($0)`" } ?? ""
    let names = rules.rules.compactMap(\.name).map { "`\($0)`" }.joined(separator: ", ")
    return
      "An architecture is \(makesCells ? "a cell" : "a whole network") that a context-free grammar "
      + "derives\(start). Its rules are \(names)."
  }
}
