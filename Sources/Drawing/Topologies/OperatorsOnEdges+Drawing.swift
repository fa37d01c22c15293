import Spaces

extension OperatorsOnEdges: DrawnTopology {
  /// Circles are feature maps with the numbers that the notation calls them by; every edge, a cut
  /// one too, carries its operator.
  func panels(of architecture: Architecture, _ operators: DrawnOperators) -> [CellDrawing.Panel] {
    // The file may number the nodes in any order; drawings need one in which edges point forward.
    var order: [Int] = []
    while order.count < numberOfNodes {
      guard
        let next = (0..<numberOfNodes).first(where: { node in
          !order.contains(node)
            && edges.allSatisfy { $0.target != node || order.contains($0.source) }
        })
      else { preconditionFailure("the cell is cyclic") }
      order.append(next)
    }
    var places = [Int](repeating: 0, count: numberOfNodes)
    for (place, node) in order.enumerated() { places[node] = place }
    return [
      CellDrawing.Panel(
        nodes: order.map { node in
          switch node {
          case input: CellDrawing.Node("input \(node)", .input, shape: .round)
          case output: CellDrawing.Node("output \(node)", .output, shape: .round)
          default: CellDrawing.Node("\(node)", .featureMap, shape: .round)
          }
        },
        edges: zip(edges, architecture.genes).enumerated().map { number, choice in
          let (edge, gene) = choice
          return operators.edge(
            places[edge.source], places[edge.target], edgeOperators[Int(gene)], place: number)
        })
    ]
  }
}
