import Wording

extension ChainOfChoices {
  package var summary: String {
    var groups: [(places: [Int], operators: [Int])] = []
    for (place, operators) in positions.enumerated() {
      if let index = groups.firstIndex(where: { $0.operators == operators }) {
        groups[index].places.append(place + 1)
      } else {
        groups.append(([place + 1], operators))
      }
    }
    let lengths = counts.lengths
    let count = lengths.count == 1 ? "\(positions.count)" : "\(lengths[0]) to \(positions.count)"
    let rules = counts.rules.map { rule in
      let limits = [
        rule.minimum > 0 ? "at least \(rule.minimum)" : nil, rule.maximum.map { "at most \($0)" },
      ].compactMap { $0 }.joined(separator: " and ")
      return " Of \(names(rule.operators)) there are \(limits)."
    }
    return
      "An architecture is a whole network: a row of \(count) positions that each hold one "
      + "operator. "
      + groups.map { group in
        let places = list(group.places.map(String.init))
        return groups.count == 1
          ? "Each can hold \(names(group.operators))."
          : "Position\(group.places.count == 1 ? "" : "s") \(places): \(names(group.operators))."
      }.joined(separator: " ") + rules.joined()
  }
}
