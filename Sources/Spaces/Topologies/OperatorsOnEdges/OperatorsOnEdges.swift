import Randomness

/// Cells whose nodes are sums and whose edges each carry one operator, as in NAS-Bench-201 (Dong
/// and Yang, ICLR 2020).
///
/// Genes: for each edge, in the order of the space file, the position of its operator in the list
/// of edge operators. The listing counts like an odometer: the last edge turns fastest.
package struct OperatorsOnEdges: Topology {
  package struct Edge: Hashable, Sendable {
    package let source: Int
    package let target: Int
  }

  package static let kind = "operators-on-edges"
  static let keys = ["nodes", "input", "output", "edges", "operators"]

  package let table: OperatorTable
  package let numberOfNodes: Int
  package let input: Int
  package let output: Int
  package let edges: [Edge]
  /// The operators an edge can carry, as indices into the space's operators.
  package let edgeOperators: [Int]
  /// The cell's nodes so that every edge points forward.
  let order: [Int]
  /// The edges, grouped by target in the order of the nodes.
  let steps: [Int]

  /// - Precondition: the edges form an acyclic graph of nodes `0..<order.count`, `order` is one of
  ///   its topological orders, it begins with the input and ends with the output.
  init(
    table: OperatorTable, edges: [Edge], edgeOperators: [Int], order: [Int]
  ) {
    self.table = table
    numberOfNodes = order.count
    input = order[0]
    output = order[order.count - 1]
    self.edges = edges
    self.edgeOperators = edgeOperators
    self.order = order
    steps = order.flatMap { node in edges.indices.filter { edges[$0].target == node } }
  }

  package var size: SpaceSize {
    edges.reduce(.one) { size, _ in size * SpaceSize(edgeOperators.count) }
  }

  package func makeIterator() -> AnyIterator<Architecture> {
    let base = UInt8(edgeOperators.count)
    var genes: [UInt8]? = [UInt8](repeating: 0, count: edges.count)
    return AnyIterator {
      guard var next = genes else { return nil }
      let current = Architecture(genes: next)
      var edge = next.count - 1
      while edge >= 0, next[edge] == base - 1 {
        next[edge] = 0
        edge -= 1
      }
      if edge >= 0 {
        next[edge] += 1
        genes = next
      } else {
        genes = nil
      }
      return current
    }
  }

  package func randomArchitecture(
    using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    Architecture(genes: edges.map { _ in UInt8(generator.integer(below: edgeOperators.count)) })
  }

  package func representative(of architecture: Architecture) -> Architecture { architecture }

  package func contains(_ architecture: Architecture) -> Bool {
    architecture.genes.count == edges.count
      && architecture.genes.allSatisfy { $0 < edgeOperators.count }
  }

  package func mutate(
    _ architecture: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    guard edgeOperators.count > 1 else { return architecture }
    var genes = architecture.genes
    let edge = generator.integer(below: genes.count)
    let step = 1 + generator.integer(below: edgeOperators.count - 1)
    genes[edge] = UInt8((Int(genes[edge]) + step) % edgeOperators.count)
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
