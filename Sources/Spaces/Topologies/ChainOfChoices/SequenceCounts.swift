import Randomness

/// The sequences of genes that belong to a chain of choices: their number, their order and random
/// ones. All follow from tables of the number of ways to go on from a prefix.
struct SequenceCounts: Sendable {
  /// A limit on how many positions hold one of some operators.
  struct Rule: Equatable, Sendable {
    /// As indices into the space's operators, in increasing order.
    let operators: [Int]
    let minimum: Int
    let maximum: Int?

    /// Counts beyond this one need not be told apart.
    var cap: Int { maximum ?? minimum }
  }

  /// Positions that are filled from the first on, as many as one of `lengths` says.
  struct Stage: Equatable, Sendable {
    let positions: Range<Int>
    /// In increasing order; the last one is the number of positions.
    let lengths: [Int]
    /// Whether all its positions that are filled hold the same operator.
    var isUniform = false
  }

  /// More combinations of counts than this are not tabulated.
  static let largestNumberOfStates = 10_000

  /// The number of combinations of counts that these rules tell apart; nil beyond
  /// ``largestNumberOfStates``. Whether a stage has ended is not counted.
  static func numberOfStates(_ rules: [Rule]) -> Int? {
    rules.reduce(1 as Int?) { product, rule in
      product.map { $0 * (rule.cap + 1) }.flatMap { $0 <= largestNumberOfStates ? $0 : nil }
    }
  }

  private let positions: [[Int]]
  let lengths: [Int]
  let rules: [Rule]
  let stages: [Stage]
  /// For each position: whether the stage before it is over, and whether its own may be before it.
  private let begins: [Bool]
  private let mayEnd: [Bool]
  /// For each position: whether it and the one before it hold the same operator, and whether it and
  /// the one behind it do.
  private let repeats: [Bool]
  private let isRepeated: [Bool]
  /// How many states the stages tell apart: whether the stage has ended, and which gene the next
  /// position has to hold, 0 where it may hold any.
  private let stageStates: Int
  /// The number of genes at each position: one for each operator, and one more where the position
  /// and the rest of its stage can be empty.
  let geneCounts: [Int]
  /// For each length, each prefix length and each state: the number of ways to go on. A state is a
  /// number with one digit a rule, the first rule's first. Where there are stages, a last digit
  /// says whether the stage has ended and which gene the next position has to hold.
  private var ways: [[[SpaceSize]]]
  private(set) var total: SpaceSize

  /// - Parameters:
  ///   - positions: the operators of each position
  ///   - lengths: in increasing order
  ///   - stages: parts of the positions that need not be filled to the end
  /// - Precondition: the rules have at most ``largestNumberOfStates`` states.
  /// - Complexity: O(lengths x positions x operators x states)
  init(positions: [[Int]], lengths: [Int], rules: [Rule], stages: [Stage] = []) {
    guard let combinations = SequenceCounts.numberOfStates(rules) else {
      preconditionFailure("these rules have too many states")
    }
    let uniform = stages.filter(\.isUniform).flatMap(\.positions)
    let stageStates =
      stages.isEmpty ? 1 : 2 * (1 + (uniform.map { positions[$0].count }.max() ?? 0))
    let states = combinations * stageStates
    self.stageStates = stageStates
    self.positions = positions
    self.lengths = lengths
    self.rules = rules
    self.stages = stages
    var begins = positions.map { _ in true }
    var mayEnd = positions.map { _ in false }
    var geneCounts = positions.map(\.count)
    var repeats = positions.map { _ in false }
    for stage in stages {
      for (filled, position) in stage.positions.enumerated() {
        begins[position] = filled == 0
        mayEnd[position] = stage.lengths.contains(filled)
        repeats[position] = stage.isUniform && filled > 0
        if let shortest = stage.lengths.first, filled >= shortest { geneCounts[position] += 1 }
      }
    }
    (self.begins, self.mayEnd, self.geneCounts) = (begins, mayEnd, geneCounts)
    (self.repeats, isRepeated) = (repeats, Array(repeats.dropFirst()) + [false])
    ways = []
    total = .zero
    var tables: [[[SpaceSize]]] = []
    for length in lengths {
      var table = [[SpaceSize]](
        repeating: [SpaceSize](repeating: .zero, count: states), count: length + 1)
      for state in 0..<states where isComplete(state) { table[length][state] = .one }
      for position in (0..<length).reversed() {
        for state in 0..<states {
          for gene in 0..<geneCounts[position] {
            guard let next = self.state(after: gene, at: position, from: state) else { continue }
            table[position][state] = table[position][state] + table[position + 1][next]
          }
        }
      }
      tables.append(table)
    }
    ways = tables
    total = tables.reduce(.zero) { $0 + $1[0][0] }
  }

  /// The state after one more gene; nil when a maximum is exceeded, when the stage has ended, when
  /// it must not end here, or when the stage holds another operator.
  private func state(after gene: Int, at position: Int, from state: Int) -> Int? {
    let scale = stageStates
    let (hasEnded, held) = (state % scale % 2 == 1 && !begins[position], state % scale / 2)
    guard gene < positions[position].count else {
      return hasEnded || mayEnd[position] ? state / scale * scale + 1 : nil
    }
    guard !hasEnded, !repeats[position] || held == gene + 1 else { return nil }
    return self.state(counting: positions[position][gene], from: state / scale).map {
      $0 * scale + (isRepeated[position] ? 2 * (gene + 1) : 0)
    }
  }

  /// The counts after one more operator; nil when a maximum is exceeded.
  private func state(counting index: Int, from state: Int) -> Int? {
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

  private func isComplete(_ state: Int) -> Bool {
    var rest = state / stageStates
    for rule in rules.reversed() {
      if rest % (rule.cap + 1) < rule.minimum { return false }
      rest /= rule.cap + 1
    }
    return true
  }

  /// Whether the sequence is one of those that are counted.
  ///
  /// - Complexity: O(positions x rules)
  func contains(_ genes: [UInt8]) -> Bool {
    guard lengths.contains(genes.count) else { return false }
    var state = 0
    for (position, gene) in genes.enumerated() {
      guard gene < geneCounts[position],
        let next = self.state(after: Int(gene), at: position, from: state)
      else { return false }
      state = next
    }
    return isComplete(state)
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
        + 1..<max(Int(genes[position]) + 1, geneCounts[position])
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
      for gene in 0..<geneCounts[position] {
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
  /// A random sequence, each equally likely. With more than 128 bits of sequences, the chances are
  /// equal up to the rounding of their number.
  ///
  /// - Complexity: O(positions x operators)
  func randomSequence(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let place = choice(among: lengths.indices.map { ways[$0][0][0] }, using: &generator)
    var genes: [UInt8] = []
    var state = 0
    while genes.count < lengths[place] {
      let position = genes.count
      let next = (0..<geneCounts[position]).map {
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
    among numbers: [SpaceSize], using generator: inout some RandomNumberGenerator
  ) -> Int {
    let sum = numbers.reduce(.zero, +)
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
