extension ChainOfChoices {
  /// The operators of each position, the lengths, the stages, and the limits on counts.
  package func outline(_ labels: [String]) -> [String] {
    func sorted(_ operators: [Int]) -> String {
      operators.map { labels[$0] }.sorted().joined(separator: "|")
    }
    func channels(_ group: Group) -> String {
      switch group.channels {
      case .incoming: "0"
      case .fixed(let count): "\(count)"
      case .ofOperator:
        Set(group.positions.flatMap { positions[$0] }).map {
          "\(labels[$0])=\(group.channels.asked(by: table.operators[$0]) ?? 0)"
        }.sorted().joined(separator: "|")
      }
    }
    let stages = groups.filter(\.isStage).map {
      "\($0.positions) \($0.depths) \(channels($0)) \($0.stride)"
        + ($0.isUniform ? " equal" : "")
    }
    return positions.map(sorted) + counts.lengths.map(String.init) + stages
      + counts.rules.map { rule in
        "\(rule.minimum)-\(rule.maximum.map(String.init) ?? "") \(sorted(rule.operators))"
      }.sorted()
  }
}
