import Randomness

/// The sequences of genes that belong to a chain of choices: how many there are, which comes next and
/// how to draw one, all from tables of how many ways there are to go on from a prefix.
struct SequenceCounts: Sendable {
  /// A limit on how many positions hold one of some operators.
  struct Rule: Equatable, Sendable {
    /// As indices into the space's operators, in increasing order.
    let operators: [Int]
    let minimum: Int
    let maximum: Int?

    /// Beyond this many nothing more has to be known.
    var cap: Int { maximum ?? minimum }
  }

  /// A number of sequences.
  struct Number: Equatable, Sendable {
    /// Nil when it is too large for an `Int`.
    var exact: Int?
    var approximate: Double

    static let zero = Number(exact: 0, approximate: 0)
    static let one = Number(exact: 1, approximate: 1)

    static func += (left: inout Number, right: Number) {
      left.approximate += right.approximate
      guard let first = left.exact, let second = right.exact else {
        left.exact = nil
        return
      }
      let (sum, overflow) = first.addingReportingOverflow(second)
      left.exact = overflow ? nil : sum
    }
  }

  /// More combinations of counts than this are not tabulated.
  static let largestNumberOfStates = 10_000

  /// The number of combinations of counts that these rules tell apart; nil beyond
  /// ``largestNumberOfStates``.
  static func numberOfStates(_ rules: [Rule]) -> Int? {
    rules.reduce(1 as Int?) { product, rule in
      product.map { $0 * (rule.cap + 1) }.flatMap { $0 <= largestNumberOfStates ? $0 : nil }
    }
  }

  private let positions: [[Int]]
  let lengths: [Int]
  let rules: [Rule]
  /// For each of the lengths, each prefix length and each state of the counts: the number of ways to
  /// go on. A state is a number with one digit a rule, the first rule's first.
  private let ways: [[[Number]]]
  let total: Number

  /// - Parameters:
  ///   - positions: the operators of each position
  ///   - lengths: in increasing order
  /// - Precondition: the rules have at most ``largestNumberOfStates`` states.
  /// - Complexity: O(lengths x positions x operators x states)
  init(positions: [[Int]], lengths: [Int], rules: [Rule]) {
    guard let states = SequenceCounts.numberOfStates(rules) else {
      preconditionFailure("these rules have too many states")
    }
    self.positions = positions
    self.lengths = lengths
    self.rules = rules
    ways = lengths.map { length in
      var table = [[Number]](
        repeating: [Number](repeating: .zero, count: states), count: length + 1)
      for state in 0..<states where SequenceCounts.isComplete(state, rules) {
        table[length][state] = .one
      }
      for position in (0..<length).reversed() {
        for state in 0..<states {
          for index in positions[position] {
            guard let next = SequenceCounts.state(after: index, from: state, rules) else {
              continue
            }
            table[position][state] += table[position + 1][next]
          }
        }
      }
      return table
    }
    total = ways.reduce(into: .zero) { $0 += $1[0][0] }
  }

  /// The state after one more operator; nil when a maximum is exceeded.
  private static func state(after index: Int, from state: Int, _ rules: [Rule]) -> Int? {
    var (next, unit) = (state, 1)
    for rule in rules.reversed() {
      let digit = state / unit % (rule.cap + 1)
      if rule.operators.contains(index) {
        if digit < rule.cap {
          next += unit
        } else if rule.maximum != nil {
          return nil
        }
      }
      unit *= rule.cap + 1
    }
    return next
  }

  private static func isComplete(_ state: Int, _ rules: [Rule]) -> Bool {
    var rest = state
    for rule in rules.reversed() {
      if rest % (rule.cap + 1) < rule.minimum { return false }
      rest /= rule.cap + 1
    }
    return true
  }

  private func state(after gene: Int, at position: Int, from state: Int) -> Int? {
    SequenceCounts.state(after: positions[position][gene], from: state, rules)
  }

  /// Whether the sequence is one of those that are counted.
  ///
  /// - Complexity: O(positions x rules)
  func contains(_ genes: [UInt8]) -> Bool {
    guard lengths.contains(genes.count) else { return false }
    var state = 0
    for (position, gene) in genes.enumerated() {
      guard gene < positions[position].count,
        let next = self.state(after: Int(gene), at: position, from: state)
      else { return false }
      state = next
    }
    return SequenceCounts.isComplete(state, rules)
  }
}

// MARK: - In order

extension SequenceCounts {
  /// The first sequence; nil when there is none.
  func first() -> [UInt8]? {
    first(from: 0)
  }

  private func first(from place: Int) -> [UInt8]? {
    guard let found = lengths.indices.first(where: { $0 >= place && ways[$0][0][0] != .zero })
    else { return nil }
    return completed([], place: found, state: 0)
  }

  /// The sequence after a valid one; nil after the last.
  ///
  /// - Complexity: O(positions x operators)
  func next(after genes: [UInt8]) -> [UInt8]? {
    guard let place = lengths.firstIndex(of: genes.count) else { return nil }
    var states = [0]
    for (position, gene) in genes.enumerated() {
      guard let state = state(after: Int(gene), at: position, from: states[position]) else {
        return nil
      }
      states.append(state)
    }
    for position in genes.indices.reversed() {
      for gene in Int(genes[position])
        + 1..<max(Int(genes[position]) + 1, positions[position].count)
      {
        if let state = state(after: gene, at: position, from: states[position]),
          ways[place][position + 1][state] != .zero
        {
          return completed(genes[..<position] + [UInt8(gene)], place: place, state: state)
        }
      }
    }
    return first(from: place + 1)
  }

  /// The first sequence with a prefix that some sequence has.
  private func completed(_ prefix: [UInt8], place: Int, state: Int) -> [UInt8] {
    var (genes, state) = (prefix, state)
    while genes.count < lengths[place] {
      let position = genes.count
      for gene in positions[position].indices {
        if let next = self.state(after: gene, at: position, from: state),
          ways[place][position + 1][next] != .zero
        {
          genes.append(UInt8(gene))
          state = next
          break
        }
      }
      precondition(genes.count > position, "no sequence has this prefix")
    }
    return genes
  }
}

// MARK: - At random

extension SequenceCounts {
  /// A sequence, each equally likely; with more of them than an `Int` counts, up to the rounding of
  /// their number.
  ///
  /// - Complexity: O(positions x operators)
  func randomSequence(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let place = choice(among: lengths.indices.map { ways[$0][0][0] }, using: &generator)
    var genes: [UInt8] = []
    var state = 0
    while genes.count < lengths[place] {
      let position = genes.count
      let next = positions[position].indices.map {
        self.state(after: $0, at: position, from: state)
      }
      let gene = choice(
        among: next.map { $0.map { ways[place][position + 1][$0] } ?? .zero }, using: &generator)
      genes.append(UInt8(gene))
      state = next[gene] ?? state
    }
    return genes
  }

  /// A place, each as likely as its number says.
  private func choice(
    among numbers: [Number], using generator: inout some RandomNumberGenerator
  ) -> Int {
    let sum = numbers.reduce(into: Number.zero) { $0 += $1 }
    if let total = sum.exact {
      var rest = generator.integer(below: total)
      for (place, number) in numbers.enumerated() {
        let ways = number.exact ?? 0
        if rest < ways { return place }
        rest -= ways
      }
    }
    var rest = generator.uniform() * sum.approximate
    var last = 0
    for (place, number) in numbers.enumerated() where number != .zero {
      last = place
      if rest < number.approximate { return place }
      rest -= number.approximate
    }
    // Rounding may leave a trace of the draw at the end.
    return last
  }
}
