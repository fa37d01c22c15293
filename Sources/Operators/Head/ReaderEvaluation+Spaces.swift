import Randomness
import Spaces

// Operators read as those of one space.
extension ReaderEvaluation {
  /// How many spaces are drawn.
  private static let spaceCount = 1000

  /// Spaces drawn from some descriptions, each of other kinds of operators: three to six that
  /// compute something, in four of five spaces an identity, in half of them a zero.
  func spaces(of examples: [OperatorExample], split: Int) -> [[OperatorExample]] {
    var random = SplitMix64(seed: 3000 + UInt64(split))
    let kinds = Dictionary(grouping: examples, by: \.kind)
    func places(_ roles: Set<Operator.Role>) -> [Int] {
      kinds.keys.filter { roles.contains(corpus.kinds[$0].role) }.sorted()
    }
    let (computing, zeros, identities) = (
      places([.operation, .projection]), places([.zero]), places([.identity])
    )
    return (0..<Self.spaceCount).map { _ in
      var order = computing
      random.shuffle(&order)
      var chosen = Array(order.prefix(3 + random.integer(below: 4)))
      for (candidates, share) in [(identities, 0.8), (zeros, 0.5)]
      where random.uniform() < share {
        if let kind = random.element(of: candidates) { chosen.append(kind) }
      }
      random.shuffle(&chosen)
      return chosen.compactMap { random.element(of: kinds[$0] ?? []) }
    }
  }

  /// How a reader reads the operators of some spaces.
  func figures(of reader: OperatorReader, forSpaces spaces: [[OperatorExample]]) throws -> Figures {
    let readings = try spaces.flatMap { space in
      try reader.read(
        space.enumerated().map {
          Operator(name: "operator \($0)", role: .operation, description: $1.text)
        }, ignoringRoles: true)
    }
    return figures(of: readings, for: spaces.flatMap { $0 }, among: reader.corpus.kinds)
  }
}
