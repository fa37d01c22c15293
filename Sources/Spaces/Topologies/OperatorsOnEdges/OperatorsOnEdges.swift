import Randomness
import Wording

/// Cells whose nodes are sums and whose edges each carry one operator, as in NAS-Bench-201 (Dong
/// and Yang, ICLR 2020).
///
/// Genes: for each edge, in the order of the space file, the position of its operator in the list
/// of edge operators. The listing counts like an odometer: the last edge turns fastest. An edge may
/// have choices of its own, and several edges may lead from one node to the same other one.
package struct OperatorsOnEdges: Topology {
  package struct Edge: Hashable, Sendable {
    package let source: Int
    package let target: Int
  }

  package static let kind = "operators-on-edges"
  static let keys = ["nodes", "input", "output", "edges"]

  package let table: OperatorTable
  package let numberOfNodes: Int
  package let input: Int
  package let output: Int
  package let edges: [Edge]
  /// The operators that edges can carry, as indices into the space's operators.
  package let edgeOperators: [Int]
  /// The genes that each edge can have, in the order of its choices.
  let choices: [[UInt8]]
  /// Whether all edges have the same choices.
  let isUniform: Bool
  /// The cell's nodes so that every edge points forward.
  let order: [Int]
  /// The edges, grouped by target in the order of the nodes.
  let steps: [Int]

  /// - Parameter choices: the operators that each edge can carry, as indices into the space's
  /// - Precondition: the edges form an acyclic graph of nodes `0..<order.count`, `order` is one of
  ///   its topological orders, it begins with the input and ends with the output.
  init(table: OperatorTable, edges: [Edge], choices: [[Int]], order: [Int]) {
    self.table = table
    var edgeOperators: [Int] = []
    for choice in choices.joined() where !edgeOperators.contains(choice) {
      edgeOperators.append(choice)
    }
    self.choices = choices.map { choices in
      choices.compactMap { choice in edgeOperators.firstIndex(of: choice).map { UInt8($0) } }
    }
    isUniform = choices.allSatisfy { $0 == choices[0] }
    numberOfNodes = order.count
    input = order[0]
    output = order[order.count - 1]
    self.edges = edges
    self.edgeOperators = edgeOperators
    self.order = order
    steps = order.flatMap { node in edges.indices.filter { edges[$0].target == node } }
  }

  package var size: SpaceSize {
    choices.reduce(.one) { size, choices in size * SpaceSize(choices.count) }
  }

  package func makeIterator() -> AnyIterator<Architecture> {
    let choices = choices
    var places: [Int]? = [Int](repeating: 0, count: edges.count)
    return AnyIterator {
      guard var next = places else { return nil }
      let current = Architecture(genes: zip(choices, next).map { $0[$1] })
      var edge = next.count - 1
      while edge >= 0, next[edge] == choices[edge].count - 1 {
        next[edge] = 0
        edge -= 1
      }
      if edge >= 0 {
        next[edge] += 1
        places = next
      } else {
        places = nil
      }
      return current
    }
  }

  package func randomArchitecture(
    using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    Architecture(genes: choices.map { $0[generator.integer(below: $0.count)] })
  }

  package func representative(of architecture: Architecture) -> Architecture { architecture }

  package func contains(_ architecture: Architecture) -> Bool {
    architecture.genes.count == edges.count
      && zip(choices, architecture.genes).allSatisfy { $0.contains($1) }
  }

  /// What is wrong with genes of which an edge has none of its choices, in words; nil when nothing
  /// is.
  func misplacement(in genes: [UInt8]) -> String? {
    if isUniform { return nil }
    guard let edge = genes.indices.first(where: { !choices[$0].contains(genes[$0]) }) else {
      return nil
    }
    return misplacement(of: genes[edge], onEdge: edge)
  }

  /// The same of one edge.
  func misplacement(of gene: UInt8, onEdge edge: Int) -> String {
    let ends = edges[edge]
    return "\"\(name(of: gene))\" is no choice of the edge from node \(ends.source) to node "
      + "\(ends.target), expected one of \(list(choices[edge].map(name)))"
  }

  private func name(of gene: UInt8) -> String { table.operators[edgeOperators[Int(gene)]].name }

  package func mutate(
    _ architecture: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    var genes = architecture.genes
    let others = choices.map { $0.count - 1 }
    if isUniform {
      guard others[0] > 0 else { return architecture }
      let edge = generator.integer(below: genes.count)
      let step = 1 + generator.integer(below: others[0])
      genes[edge] = UInt8((Int(genes[edge]) + step) % choices[edge].count)
      return Architecture(genes: genes)
    }
    let neighbours = others.reduce(0, +)
    guard neighbours > 0 else { return architecture }
    var chosen = generator.integer(below: neighbours)
    var edge = 0
    while chosen >= others[edge] {
      chosen -= others[edge]
      edge += 1
    }
    genes[edge] = choices[edge].filter { $0 != genes[edge] }[chosen]
    return Architecture(genes: genes)
  }

  package func crossover(
    _ first: Architecture, _ second: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    Architecture(
      genes: zip(first.genes, second.genes).map {
        generator.integer(below: 2) == 0 ? $0.0 : $0.1
      })
  }

  package func operatorGraph(of architecture: Architecture) -> OperatorGraph? {
    lowered { _ in
      1
    } choice: { edge, _ in
      edgeOperators[Int(architecture.genes[edge])]
    }
  }

  /// The graph of a partly pruned supernet: `alternatives` holds for each edge the operators that
  /// remain, as indices into the space's operators, and all of them run in parallel.
  package func operatorGraph(ofAlternatives alternatives: [[Int]]) -> OperatorGraph? {
    lowered {
      alternatives[$0].count
    } choice: {
      alternatives[$0][$1]
    }
  }

  /// Each node of the cell becomes a junction, each operator of an edge a node between two of them.
  @inline(__always)
  private func lowered(
    count: (_ edge: Int) -> Int, choice: (_ edge: Int, _ number: Int) -> Int
  ) -> OperatorGraph? {
    var graph = CellGraph(capacity: numberOfNodes + 2 * edges.count)
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: numberOfNodes) { places in
      places.initialize(repeating: 0)
      places[input] = graph.addNode(table.input, .operation)
      var step = 0
      for node in order.dropFirst() {
        // Operators first, then the junction that sums them: every node follows those that feed it.
        let first = graph.count
        while step < steps.count, edges[steps[step]].target == node {
          let edge = steps[step]
          step += 1
          let source = places[edges[edge].source]
          for number in 0..<count(edge) {
            let index = choice(edge, number)
            _ = graph.addNode(index, table.kinds[index])
            graph.connect(source)
          }
        }
        let last = graph.count
        places[node] = graph.addNode(table.output, node == output ? .operation : .junction)
        for place in first..<last { graph.connect(place) }
      }
      return graph.reduced()
    }
  }
}
