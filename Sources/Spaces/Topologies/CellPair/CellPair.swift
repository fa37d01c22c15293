import Randomness

/// A normal cell and a reduction cell, each reading the outputs of the two layers before it. Every
/// node adds up two operators on earlier nodes or inputs, and the output concatenates nodes, as in
/// NASNet (Zoph et al., CVPR 2018) and DARTS (Liu et al., ICLR 2019).
///
/// Genes: the terms of the normal cell's nodes, then of the reduction cell's, two for each node. A
/// term is `source * operators + operator`, sources counted from the cell's inputs 0 and 1 and
/// operators by their place in the list of the cell's operators. The lower term of a node comes
/// first: a sum does not depend on their order. The order of nodes does count. The listing counts
/// like an odometer over the nodes, the last one turning fastest.
package struct CellPair: Topology {
  package static let kind = "cell-pair"
  /// A cell's nodes 0 and 1.
  package static let numberOfInputs = 2

  /// The nodes that a cell's output concatenates.
  package enum OutputRule: String, CaseIterable, Sendable {
    /// All nodes.
    case all
    /// The nodes that no other node reads.
    case looseEnds = "loose-ends"
    /// The nodes that no other node reads, and in the normal cell also the inputs that none reads.
    /// Those of a reduction cell have another resolution than its nodes.
    case looseEndsAndInputs = "loose-ends-and-inputs"
  }

  /// An operator on a node or an input.
  package struct Term: Hashable, Sendable {
    package let source: Int
    /// The place in the list of the cell's operators.
    package let `operator`: Int
  }

  package let table: OperatorTable
  /// Of each cell, without its inputs and its output.
  package let numberOfNodes: Int
  /// The operators a term can have, as indices into the space's operators.
  package let cellOperators: [Int]
  /// Whether the two terms of a node must read different nodes.
  let areInputsDistinct: Bool
  let outputRule: OutputRule
  /// The operator that stands before each input of a cell.
  package let projection: Int?
  /// The pairs of terms that each node of a cell can have, in increasing order.
  private let pairs: [[[UInt8]]]

  /// - Precondition: ``fits(nodes:operators:)``
  init(
    table: OperatorTable, numberOfNodes: Int, cellOperators: [Int], areInputsDistinct: Bool,
    outputRule: OutputRule, projection: Int?
  ) {
    self.table = table
    self.numberOfNodes = numberOfNodes
    self.cellOperators = cellOperators
    self.areInputsDistinct = areInputsDistinct
    self.outputRule = outputRule
    self.projection = projection
    let count = cellOperators.count
    pairs = (0..<numberOfNodes).map { node in
      let terms = (CellPair.numberOfInputs + node) * count
      return (0..<terms).flatMap { low in
        ((areInputsDistinct ? (low / count + 1) * count : low)..<terms).map { high in
          [UInt8(low), UInt8(high)]
        }
      }
    }
  }

  /// Whether a byte holds every term.
  static func fits(nodes: Int, operators: Int) -> Bool {
    (numberOfInputs + nodes - 1) * operators <= 256
  }

  package var size: SpaceSize {
    (pairs + pairs).reduce(.one) { size, choices in size * SpaceSize(choices.count) }
  }

  package func makeIterator() -> AnyIterator<Architecture> {
    let wheels = pairs + pairs
    var places: [Int]? = [Int](repeating: 0, count: wheels.count)
    return AnyIterator {
      guard var next = places else { return nil }
      let current = Architecture(genes: zip(wheels, next).flatMap { $0[$1] })
      var wheel = next.count - 1
      while wheel >= 0, next[wheel] == wheels[wheel].count - 1 {
        next[wheel] = 0
        wheel -= 1
      }
      if wheel >= 0 { next[wheel] += 1 }
      places = wheel >= 0 ? next : nil
      return current
    }
  }

  package func randomArchitecture(
    using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    var genes: [UInt8] = []
    for pairs in pairs + pairs { genes += pairs[generator.integer(below: pairs.count)] }
    return Architecture(genes: genes)
  }

  package func representative(of architecture: Architecture) -> Architecture { architecture }

  package func contains(_ architecture: Architecture) -> Bool {
    let genes = architecture.genes.map { Int($0) }
    guard genes.count == 4 * numberOfNodes else { return false }
    return stride(from: 0, to: genes.count, by: 2).allSatisfy { place in
      let terms = (CellPair.numberOfInputs + place / 2 % numberOfNodes) * cellOperators.count
      return genes[place + 1] < terms && isPair(genes[place], genes[place + 1])
    }
  }

  /// Whether two terms can be those of a node, in this order.
  func isPair(_ low: Int, _ high: Int) -> Bool {
    areInputsDistinct
      ? low / cellOperators.count < high / cellOperators.count : low <= high
  }

  /// One step, each possible one equally likely: another operator or another source of one term.
  ///
  /// - Complexity: O(nodes x (nodes + operators))
  package func mutate(
    _ architecture: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    let count = cellOperators.count
    var neighbours: [(node: Int, pair: [UInt8])] = []
    for (node, pair) in architecture.genes.pairs.enumerated() {
      let sources = CellPair.numberOfInputs + node % numberOfNodes
      for (changed, kept) in [(pair[0], pair[1]), (pair[1], pair[0])] {
        let (source, choice) = (Int(changed) / count, Int(changed) % count)
        let terms =
          (0..<count).filter { $0 != choice }.map { source * count + $0 }
          + (0..<sources).filter { $0 != source }.map { $0 * count + choice }
        for term in terms {
          let (low, high) = (min(term, Int(kept)), max(term, Int(kept)))
          if isPair(low, high) { neighbours.append((node, [UInt8(low), UInt8(high)])) }
        }
      }
    }
    guard let step = generator.element(of: neighbours) else { return architecture }
    var genes = architecture.genes
    genes.replaceSubrange(2 * step.node..<2 * step.node + 2, with: step.pair)
    return Architecture(genes: genes)
  }

  /// Every node, with both of its terms, from either parent with equal chance.
  package func crossover(
    _ first: Architecture, _ second: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    Architecture(
      genes: zip(first.genes.pairs, second.genes.pairs).flatMap {
        generator.integer(below: 2) == 0 ? $0.0 : $0.1
      })
  }
}

extension CellPair {
  /// The terms of each node, of the normal cell and of the reduction cell.
  package func cells(of architecture: Architecture) -> [[[Term]]] {
    let nodes = architecture.genes.pairs.map { pair in
      pair.map {
        Term(source: Int($0) / cellOperators.count, operator: Int($0) % cellOperators.count)
      }
    }
    return [Array(nodes[..<numberOfNodes]), Array(nodes[numberOfNodes...])]
  }

  /// The nodes that the output of a cell concatenates, counted from the inputs.
  ///
  /// - Parameter number: 0 for the normal cell, 1 for the reduction cell
  package func output(of cell: [[Term]], _ number: Int) -> [Int] {
    let nodes = CellPair.numberOfInputs..<CellPair.numberOfInputs + numberOfNodes
    guard outputRule != .all else { return Array(nodes) }
    let read = Set(cell.joined().map(\.source))
    let first = outputRule == .looseEndsAndInputs && number == 0 ? 0 : nodes.lowerBound
    return (first..<nodes.upperBound).filter { !read.contains($0) }
  }

  /// The genes of two cells whose terms come in any order; nil when the two terms of a node cannot
  /// go together.
  func genes(of cells: [[[Term]]]) -> [UInt8]? {
    var genes: [UInt8] = []
    for node in cells.joined() {
      let terms = node.map { $0.source * cellOperators.count + $0.operator }.sorted()
      guard isPair(terms[0], terms[1]) else { return nil }
      genes += terms.map { UInt8($0) }
    }
    return genes
  }
}

extension [UInt8] {
  /// The genes of each node.
  fileprivate var pairs: [[UInt8]] {
    stride(from: 0, to: count, by: 2).map { [self[$0], self[$0 + 1]] }
  }
}
