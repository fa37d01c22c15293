import Randomness
import Wording

/// Networks that are a chain of layers or modules, each position with a list of its own to choose
/// from, as in NAS-Bench-Macro (Su et al., CVPR 2021) and the macro space of TransNAS-Bench-101
/// (Duan et al., CVPR 2021).
///
/// Genes: for each position in turn, the place of its operator in the list of that position; an
/// architecture of length n fills the first n positions. Positions fall into groups, the elements
/// of the list in the space file. A group of variable depth fills its first positions only; the
/// genes of the others are the number of their operators. The listing goes from the shortest
/// architectures to the longest, and counts like an odometer within a length: the last position
/// turns fastest.
package struct ChainOfChoices: Topology {
  package static let kind = "chain-of-choices"

  package let table: OperatorTable
  /// The operators each position can hold, as indices into the space's operators.
  package let positions: [[Int]]
  /// The groups of positions, in order; every position is in one group.
  package let groups: [Group]
  /// Which sequences belong to the space.
  let counts: SequenceCounts

  package struct Group: Hashable, Sendable {
    package let positions: Range<Int>
    /// How many of its positions may be filled; one number where the depth is fixed.
    package let depths: [Int]
    /// The channels of its places.
    package let channels: Channels
    /// Of the first position.
    package let stride: Int
    /// Whether all its positions hold the same operator.
    package let isUniform: Bool

    /// Whether the group states more than its operators.
    var isStage: Bool { depths.count > 1 || channels != .incoming || stride > 1 || isUniform }
  }

  /// The channels that a place asks for.
  package enum Channels: Hashable, Sendable {
    /// Those that come in.
    case incoming
    case fixed(Int)
    /// The value of this variable of the operator at the place. Where an operator that was added
    /// later has no such variable, the incoming channels.
    case ofOperator(variable: String)

    /// Nil for the channels that come in.
    func asked(by candidate: Operator) -> Int? {
      switch self {
      case .incoming: nil
      case .fixed(let count): count
      case .ofOperator(let variable): candidate.value(of: variable).flatMap { Int($0) }
      }
    }
  }

  package var size: SpaceSize { counts.total }
  /// Whether there are groups that need not be filled, or whose places ask for something.
  package var hasStages: Bool { groups.contains(where: \.isStage) }

  package var makesCells: Bool { false }

  /// - Complexity: O(positions x operators) for each architecture
  package func makeIterator() -> AnyIterator<Architecture> {
    var genes = counts.first()
    return AnyIterator {
      guard let current = genes else { return nil }
      genes = counts.next(after: current)
      return Architecture(genes: current)
    }
  }

  package func randomArchitecture(
    using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    Architecture(genes: counts.randomSequence(using: &generator))
  }

  package func representative(of architecture: Architecture) -> Architecture { architecture }

  package func contains(_ architecture: Architecture) -> Bool {
    counts.contains(architecture.genes)
  }

  /// The chosen operators in a row between input and output.
  package func operatorGraph(of architecture: Architecture) -> OperatorGraph? {
    let choices = choices(of: architecture.genes)
    var graph = CellGraph(capacity: choices.count + 2)
    var last = graph.addNode(table.input, .operation)
    for choice in choices {
      let node = graph.addNode(choice, table.kinds[choice])
      graph.connect(last)
      last = node
    }
    _ = graph.addNode(table.output, .operation)
    graph.connect(last)
    return graph.reduced()
  }

  /// Input, one node for each position that is filled, output.
  package func drawnGraph(of architecture: Architecture) -> OperatorGraph {
    let choices = choices(of: architecture.genes)
    return OperatorGraph(
      nodes: [UInt8(table.input)] + choices.map { UInt8($0) } + [UInt8(table.output)],
      edges: (0...choices.count).map { .init(source: $0, target: $0 + 1) })
  }

  /// The operator at each position that is filled, as indices into the space's operators.
  package func choices(of genes: [UInt8]) -> [Int] {
    filled(genes).map(\.operator)
  }

  /// The positions that are filled, and their operators.
  package func filled(_ genes: [UInt8]) -> [(position: Int, operator: Int)] {
    genes.enumerated().compactMap { position, gene in
      gene < positions[position].count ? (position, positions[position][Int(gene)]) : nil
    }
  }

  /// The genes of a row of operators in a space without groups of variable depth; nil when one of
  /// them cannot stand at its position.
  func genes(choosing operators: [Int]) -> [UInt8]? {
    guard operators.count <= positions.count else { return nil }
    let genes = zip(positions, operators).compactMap { choices, index in
      choices.firstIndex(of: index).map { UInt8($0) }
    }
    return genes.count == operators.count ? genes : nil
  }

  /// The genes of the operators in each group; nil when one of them cannot stand at its position,
  /// or there are too many.
  func genes(choosing operators: [[Int]]) -> [UInt8]? {
    guard operators.count == groups.count else { return nil }
    var genes: [UInt8] = []
    for (group, chosen) in zip(groups, operators) {
      guard chosen.count <= group.positions.count else { return nil }
      for (offset, position) in group.positions.enumerated() {
        if offset < chosen.count {
          guard let gene = positions[position].firstIndex(of: chosen[offset]) else { return nil }
          genes.append(UInt8(gene))
        } else {
          genes.append(UInt8(positions[position].count))
        }
      }
    }
    return genes
  }

  /// The operators in each group.
  package func choicesByGroup(of genes: [UInt8]) -> [[Int]] {
    let filled = filled(genes)
    return groups.map { group in
      filled.filter { group.positions.contains($0.position) }.map(\.operator)
    }
  }
}
