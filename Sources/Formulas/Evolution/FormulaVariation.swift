import Randomness

/// Random formulas, and how formulas vary.
public struct FormulaVariation: Sendable {
  /// The most nodes of a formula.
  public static let largestSize = 31
  /// The depths of the first formulas.
  static let firstDepths = 1...3
  private static let constantShare = 0.1

  let terminals: [String]

  package init(terminals: [String]) {
    self.terminals = terminals
  }

  /// The terminals, and every function of one or two of them, each once.
  var formulasOfOneFunction: [Formula] {
    let leaves = terminals.map { Formula.terminal($0) }
    var formulas = leaves
    for function in Formula.Unary.allCases {
      formulas += leaves.map { .unary(function, $0) }
    }
    for function in Formula.Binary.allCases {
      for (place, left) in leaves.enumerated() {
        let others = function.isCommutative ? leaves[place...] : leaves[...]
        formulas += others.map { .binary(function, left, $0) }
      }
    }
    var seen: Set<Formula> = []
    return formulas.map(\.simplified).filter { seen.insert($0).inserted }
  }

  /// A formula of at most this depth. A full one has all its leaves there.
  package func formula(depth: Int, isFull: Bool, using random: inout SplitMix64) -> Formula {
    if depth == 0 || !isFull && random.uniform() < 0.3 { return leaf(using: &random) }
    let unary = Formula.Unary.allCases
    let binary = Formula.Binary.allCases
    let choice = random.integer(below: unary.count + 2 * binary.count)
    if choice < unary.count {
      return .unary(
        unary[choice], formula(depth: depth - 1, isFull: isFull, using: &random))
    }
    // Functions of two values are twice as likely: formulas should combine.
    return .binary(
      binary[(choice - unary.count) / 2],
      formula(depth: depth - 1, isFull: isFull, using: &random),
      formula(depth: depth - 1, isFull: isFull, using: &random))
  }

  private func leaf(using random: inout SplitMix64) -> Formula {
    if random.uniform() < FormulaVariation.constantShare {
      let value = Formula.constants[random.integer(below: Formula.constants.count)]
      return .constant(random.uniform() < 0.5 ? value : -value)
    }
    return .terminal(terminals[random.integer(below: terminals.count)])
  }

  /// One formula with a part of the other (.7), or with a new part (.2), or with another function
  /// or leaf in one place (.1). Too large ones are not made.
  func offspring(
    of parent: Formula, and other: Formula, using random: inout SplitMix64
  ) -> Formula {
    let kind = random.uniform()
    let place = random.integer(below: parent.size)
    let made: Formula
    if kind < 0.7 {
      made = parent.replacing(place, by: other.node(random.integer(below: other.size)))
    } else if kind < 0.9 {
      made = parent.replacing(
        place,
        by: formula(depth: random.integer(below: 3), isFull: false, using: &random))
    } else {
      made = parent.replacing(place, by: pointMutation(of: parent.node(place), using: &random))
    }
    return made.size <= FormulaVariation.largestSize ? made : parent
  }

  private func pointMutation(of node: Formula, using random: inout SplitMix64) -> Formula {
    switch node {
    case .terminal, .constant: return leaf(using: &random)
    case .unary(_, let value):
      let functions = Formula.Unary.allCases
      return .unary(functions[random.integer(below: functions.count)], value)
    case .binary(_, let left, let right):
      let functions = Formula.Binary.allCases
      return .binary(functions[random.integer(below: functions.count)], left, right)
    }
  }
}
