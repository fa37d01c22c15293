import Documents

extension OperatorsOnEdges {
  /// Every node of an operator graph needs a number that fits in a byte.
  private static let largestGraph = 255

  package init?(reading section: DocumentSection, operators table: OperatorTable) {
    guard let section = section.rereading(required: ["kind"] + OperatorsOnEdges.keys) else {
      return nil
    }
    let nodes = section["nodes"]?.integer(in: 2...64)
    let edgeOperators = section["operators"]?.operatorIndices(
      in: table, roles: [.operation, .zero, .identity])
    guard let nodes else { return nil }
    let input = section["input"]?.integer(in: 0...nodes - 1)
    let output = section["output"]?.integer(in: 0...nodes - 1)
    guard let edges = OperatorsOnEdges.readEdges(section["edges"], nodes: nodes) else { return nil }
    guard let input, let output, let edgeOperators else { return nil }
    guard let edgesValue = section["edges"],
      let order = OperatorsOnEdges.topologicalOrder(
        of: edges, nodes: nodes, input: input, output: output, value: edgesValue)
    else { return nil }
    guard OperatorsOnEdges.fits(nodes: nodes, edges: edges.count, operators: edgeOperators.count)
    else {
      edgesValue.report(
        "\(edges.count) edges with \(edgeOperators.count) operators each need "
          + "\(nodes + edges.count * edgeOperators.count) nodes in the supernet's graph; at most "
          + "\(OperatorsOnEdges.largestGraph) are supported"
      )
      return nil
    }
    self.init(table: table, edges: edges, edgeOperators: edgeOperators, order: order)
  }

  /// Whether the graph of the supernet, which has every operator on every edge, is small enough.
  static func fits(nodes: Int, edges: Int, operators: Int) -> Bool {
    nodes + edges * operators <= largestGraph
  }

  private static func readEdges(_ value: DocumentValue?, nodes: Int) -> [Edge]? {
    guard let value, let elements = value.elements() else { return nil }
    if elements.isEmpty {
      value.report("the cell is empty: \(value.subject) lists no edge; add [0, 1]")
      return nil
    }
    var edges: [Edge] = []
    var failed = false
    for element in elements {
      guard let ends = element.elements() else {
        failed = true
        continue
      }
      guard ends.count == 2 else {
        element.report(
          "\(element.subject) has \(ends.count) numbers; expected two, [source, target]")
        failed = true
        continue
      }
      var numbers: [Int] = []
      for end in ends {
        guard let number = end.integer(in: 0...Int(UInt32.max)) else { continue }
        if number < nodes {
          numbers.append(number)
        } else {
          end.report(
            "an edge names node \(number), but the cell has the nodes 0 to \(nodes - 1); "
              + "correct the edge or raise \"nodes\"")
        }
      }
      guard numbers.count == 2 else {
        failed = true
        continue
      }
      let edge = Edge(source: numbers[0], target: numbers[1])
      if edges.contains(edge) {
        element.report("the edge [\(edge.source), \(edge.target)] is listed twice; remove one")
        failed = true
      }
      edges.append(edge)
    }
    return failed ? nil : edges
  }

  /// The nodes, input first and output last, so that every edge points forward; of nodes that could
  /// come next, the lowest comes first. Nil after reporting a cycle or a node that is on no path.
  private static func topologicalOrder(
    of edges: [Edge], nodes: Int, input: Int, output: Int, value: DocumentValue
  ) -> [Int]? {
    var order: [Int] = []
    var open = Array(0..<nodes)
    while let next = open.firstIndex(where: { node in
      !edges.contains { $0.target == node && open.contains($0.source) }
    }) {
      order.append(open.remove(at: next))
    }
    guard open.isEmpty else {
      // Every open node has an open predecessor, so walking back must come round.
      var walk = [open[0]]
      while let edge = edges.first(where: {
        $0.target == walk[walk.count - 1] && open.contains($0.source)
      }) {
        if let start = walk.firstIndex(of: edge.source) {
          let cycle = [edge.source] + walk[start...].reversed()
          value.report(
            "the cell is cyclic: \(cycle.map(String.init).joined(separator: " -> ")); "
              + "remove one of these edges")
          return nil
        }
        walk.append(edge.source)
      }
      return nil
    }
    var fromInput: Set = [input]
    for node in order
    where edges.contains(where: { $0.target == node && fromInput.contains($0.source) }) {
      fromInput.insert(node)
    }
    guard fromInput.contains(output), input != output else {
      value.report(
        "the output, node \(output), cannot be reached from the input, node \(input); add edges")
      return nil
    }
    var toOutput: Set = [output]
    for node in order.reversed()
    where edges.contains(where: { $0.source == node && toOutput.contains($0.target) }) {
      toOutput.insert(node)
    }
    let idle = order.filter { !fromInput.contains($0) || !toOutput.contains($0) }.sorted()
    guard idle.isEmpty else {
      value.report(
        "node \(idle[0]) is on no path from the input, node \(input), to the output, node "
          + "\(output); remove it or add edges")
      return nil
    }
    return order
  }
}
