import Randomness

/// Networks that are a chain of layers or modules, each position with a list of its own to choose
/// from, as in NAS-Bench-Macro (Su et al., CVPR 2021) and the macro space of TransNAS-Bench-101 (Duan
/// et al., CVPR 2021).
///
/// Genes: for each position in turn, the place of its operator in the list of that position; an
/// architecture of length n fills the first n positions. The listing goes from the shortest
/// architectures to the longest, and counts like an odometer within a length: the last position turns
/// fastest.
package struct ChainOfChoices: Topology {
  package static let kind = "chain-of-choices"

  package let table: OperatorTable
  /// The operators each position can hold, as indices into the space's operators.
  package let positions: [[Int]]
  /// Which sequences belong to the space.
  let counts: SequenceCounts

  package var count: Int? { counts.total.exact }

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

  /// One step, each possible one equally likely: another operator at one position, a position more
  /// or a position less, with the operators after it moving along.
  ///
  /// - Complexity: O(positions² x operators)
  package func mutate(
    _ architecture: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    let genes = architecture.genes
    var neighbours: [[UInt8]] = []
    for position in genes.indices {
      for gene in positions[position].indices where gene != genes[position] {
        var changed = genes
        changed[position] = UInt8(gene)
        neighbours.append(changed)
      }
    }
    let operators = choices(of: genes)
    var resized: Set<[UInt8]> = []
    func consider(_ operators: [Int]) {
      if let changed = self.genes(choosing: operators), resized.insert(changed).inserted {
        neighbours.append(changed)
      }
    }
    for position in genes.indices {
      consider(Array(operators[..<position] + operators[(position + 1)...]))
    }
    if genes.count < positions.count {
      for position in 0...genes.count {
        for inserted in positions[position] {
          consider(operators[..<position] + [inserted] + operators[position...])
        }
      }
    }
    let valid = neighbours.filter { counts.contains($0) }
    return generator.element(of: valid).map { Architecture(genes: $0) } ?? architecture
  }

  /// The length of either parent, and every gene from either parent that has the position, each with
  /// equal chance. A child outside the space is drawn again, and after 100 of them the first parent
  /// is returned.
  package func crossover(
    _ first: Architecture, _ second: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    let (a, b) = (first.genes, second.genes)
    for _ in 0..<100 {
      let length = generator.integer(below: 2) == 0 ? a.count : b.count
      let child = (0..<length).map { position in
        guard position < a.count else { return b[position] }
        guard position < b.count else { return a[position] }
        return generator.integer(below: 2) == 0 ? a[position] : b[position]
      }
      if counts.contains(child) { return Architecture(genes: child) }
    }
    return first
  }

  /// The chosen operators in a row between input and output.
  package func operatorGraph(of architecture: Architecture) -> OperatorGraph? {
    var graph = CellGraph(capacity: architecture.genes.count + 2)
    var last = graph.addNode(table.input, .operation)
    for choice in choices(of: architecture.genes) {
      let node = graph.addNode(choice, table.kinds[choice])
      graph.connect(last)
      last = node
    }
    _ = graph.addNode(table.output, .operation)
    graph.connect(last)
    return graph.reduced()
  }

  /// Input, one node for each position, output.
  package func drawnGraph(of architecture: Architecture) -> OperatorGraph {
    let count = architecture.genes.count
    return OperatorGraph(
      nodes: [UInt8(table.input)] + choices(of: architecture.genes).map { UInt8($0) }
        + [UInt8(table.output)],
      edges: (0...count).map { .init(source: $0, target: $0 + 1) })
  }

  /// The operator at each position, as indices into the space's operators.
  package func choices(of genes: [UInt8]) -> [Int] {
    zip(positions, genes).map { $0[Int($1)] }
  }

  /// The genes of a row of operators; nil when one of them cannot stand at its position.
  func genes(choosing operators: [Int]) -> [UInt8]? {
    guard operators.count <= positions.count else { return nil }
    let genes = zip(positions, operators).compactMap { choices, index in
      choices.firstIndex(of: index).map { UInt8($0) }
    }
    return genes.count == operators.count ? genes : nil
  }
}
