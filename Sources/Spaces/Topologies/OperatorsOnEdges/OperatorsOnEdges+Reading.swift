import Documents

extension OperatorsOnEdges {
  /// Every node of an operator graph needs a number that fits in a byte.
  private static let largestGraph = 255
  /// The key of an edge that has choices of its own.
  private static let edgeKey = "edge"
  /// The key of the choices, of one edge or of all.
  private static let operatorsKey = "operators"

  package init?(reading section: DocumentSection, operators table: OperatorTable) {
    guard
      let section = section.rereading(
        required: ["kind"] + OperatorsOnEdges.keys, optional: [OperatorsOnEdges.operatorsKey])
    else { return nil }
    let nodes = section["nodes"]?.integer(in: 2...64)
    let usual = section[OperatorsOnEdges.operatorsKey]
    let usualChoices = usual?.operatorIndices(in: table, roles: OperatorsOnEdges.roles)
    guard let nodes else { return nil }
    let input = section["input"]?.integer(in: 0...nodes - 1)
    let output = section["output"]?.integer(in: 0...nodes - 1)
    guard let edgesValue = section["edges"],
      let read = OperatorsOnEdges.readEdges(edgesValue, nodes: nodes, table)
    else { return nil }
    let edges = read.map(\.edge)
    guard let input, let output, usual == nil || usualChoices != nil else { return nil }
    let own = read.map(\.choices)
    guard usualChoices != nil || !own.contains(where: { $0 == nil }) else {
      section.report(
        "\"\(OperatorsOnEdges.operatorsKey)\" is missing: it holds the names of the operators that "
          + "an edge can carry; edges with a list of their own need none")
      return nil
    }
    guard
      let order = OperatorsOnEdges.topologicalOrder(
        of: edges, nodes: nodes, input: input, output: output, value: edgesValue)
    else { return nil }
    let choices = own.map { $0 ?? usualChoices ?? [] }
    guard OperatorsOnEdges.fits(nodes: nodes, choices) else {
      edgesValue.report(
        "\(edges.count) edges with \(choices.joined().count) operators in all need "
          + "\(nodes + choices.joined().count) nodes in the supernet's graph; at most "
          + "\(OperatorsOnEdges.largestGraph) are supported"
      )
      return nil
    }
    self.init(table: table, edges: edges, choices: choices, order: order)
  }

  private static let roles: [Operator.Role] = [.operation, .zero, .identity]

  /// Whether the graph of the supernet, which has every operator of every edge, is small enough.
  static func fits(nodes: Int, _ choices: [[Int]]) -> Bool {
    nodes + choices.joined().count <= largestGraph
  }

  /// An edge and its own choices; nil for those of all edges.
  private typealias ReadEdge = (edge: Edge, choices: [Int]?)

  private static func readEdges(
    _ value: DocumentValue, nodes: Int, _ table: OperatorTable
  ) -> [ReadEdge]? {
    guard let elements = value.elements() else { return nil }
    if elements.isEmpty {
      value.report("the cell is empty: \(value.subject) lists no edge; add [0, 1]")
      return nil
    }
    var edges: [ReadEdge] = []
    var failed = false
    for element in elements {
      var choices: [Int]?
      var place = element
      if element.has(edgeKey) {
        guard let section = element.section(required: [edgeKey, operatorsKey]),
          let edge = section[edgeKey],
          let own = section[operatorsKey]?.operatorIndices(in: table, roles: roles)
        else {
          failed = true
          continue
        }
        (place, choices) = (edge, own)
      }
      guard let ends = place.elements() else {
        failed = true
        continue
      }
      guard ends.count == 2 else {
        place.report(
          "\(place.subject) has \(ends.count) numbers; expected two, [source, target]")
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
      // Two edges with choices of their own may have the same ends.
      if choices == nil, edges.contains(where: { $0.edge == edge && $0.choices == nil }) {
        element.report("the edge [\(edge.source), \(edge.target)] is listed twice; remove one")
        failed = true
      }
      edges.append((edge, choices))
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
