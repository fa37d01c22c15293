import Spaces

extension Grammar: DrawnTopology {
  /// Operators in boxes; circles where several of their outputs are added up or concatenated.
  func panels(of architecture: Architecture, _ operators: DrawnOperators) -> [CellDrawing.Panel] {
    guard case .featureMaps(let graph) = structure(of: architecture) else {
      preconditionFailure("a grammar wires feature maps")
    }
    let places = placesOfArrivals(in: architecture)
    var nodes = [operators.node(table.input)]
    var edges: [CellDrawing.Edge] = []
    /// The drawn node that holds each feature map.
    var holders = [0]
    for (number, map) in graph.nodes.enumerated().dropFirst() {
      let sources = zip(map.arrivals, places[number]).map { arrival, place -> Int in
        guard let index = arrival.operator else { return holders[arrival.source] }
        nodes.append(operators.node(index, place: place))
        edges.append(CellDrawing.Edge(holders[arrival.source], nodes.count - 1))
        return nodes.count - 1
      }
      if number == graph.nodes.count - 1 {
        nodes.append(operators.node(table.output))
      } else if sources.count > 1 {
        nodes.append(
          map.concatenates
            ? CellDrawing.Node("concat", .concatenation, shape: .round)
            : CellDrawing.Node("+", .featureMap, shape: .round))
      } else {
        holders.append(sources[0])
        continue
      }
      let counts = Dictionary(sources.map { ($0, 1) }, uniquingKeysWith: +)
      edges += counts.sorted { $0.key < $1.key }.map {
        CellDrawing.Edge($0.key, nodes.count - 1, count: $0.value)
      }
      holders.append(nodes.count - 1)
    }
    return [CellDrawing.Panel(nodes: nodes, edges: edges)]
  }
}
