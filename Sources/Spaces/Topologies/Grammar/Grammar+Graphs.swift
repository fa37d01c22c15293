// What the derivations of a grammar wire.

extension Grammar {
  /// The derivation's motifs put into each other: what a motif ends with arrives where its own edge does.
  func wiring(of architecture: Architecture) -> FeatureMapGraph {
    var wiring = Wiring(rules: rules, derivation: derivation(of: architecture))
    let ends = wiring.arrivals(from: .node(0), at: 0)
    _ = wiring.addNode(ends)
    return FeatureMapGraph(nodes: wiring.nodes)
  }

  package func structure(of architecture: Architecture) -> CellStructure {
    .featureMaps(wiring(of: architecture))
  }

  package func operatorGraph(of architecture: Architecture) -> OperatorGraph? {
    let wiring = wiring(of: architecture)
    var graph = CellGraph(capacity: 4 * wiring.nodes.count)
    var places: [Int] = [graph.addNode(table.input, .operation)]
    for (number, node) in wiring.nodes.enumerated().dropFirst() {
      let sources = node.arrivals.map { arrival -> Int in
        guard let index = arrival.operator else { return places[arrival.source] }
        let place = graph.addNode(index, table.kinds[index])
        graph.connect(places[arrival.source])
        return place
      }
      let isLast = number == wiring.nodes.count - 1
      places.append(graph.addNode(isLast ? table.output : 0, isLast ? .operation : .junction))
      for source in sources { graph.connect(source) }
    }
    return graph.reduced()
  }

  /// Input, one node for each operator, output.
  package func drawnGraph(of architecture: Architecture) -> OperatorGraph {
    let wiring = wiring(of: architecture)
    var nodes = [UInt8(table.input)]
    var edges: [OperatorGraph.Edge] = []
    /// For each feature map the drawn nodes whose output it holds, and how often.
    var holders: [[Int: Int]] = [[0: 1]]
    func connect(_ sources: [Int: Int]) {
      edges += sources.sorted { $0.key < $1.key }.map {
        OperatorGraph.Edge(source: $0.key, target: nodes.count - 1, count: min($0.value, 255))
      }
    }
    for node in wiring.nodes.dropFirst() {
      var held: [Int: Int] = [:]
      for arrival in node.arrivals {
        guard let index = arrival.operator else {
          held.merge(holders[arrival.source]) { min($0 + $1, 255) }
          continue
        }
        nodes.append(UInt8(index))
        connect(holders[arrival.source])
        held[nodes.count - 1] = 1
      }
      holders.append(held)
    }
    nodes.append(UInt8(table.output))
    connect(holders[holders.count - 1])
    return OperatorGraph(nodes: nodes, edges: edges)
  }
}

/// Feature maps in the making.
private struct Wiring {
  let rules: GrammarRules
  let derivation: Derivation
  private(set) var nodes = [FeatureMapGraph.Node(arrivals: [], concatenates: false)]

  init(rules: GrammarRules, derivation: Derivation) {
    (self.rules, self.derivation) = (rules, derivation)
  }

  mutating func addNode(
    _ arrivals: [FeatureMapGraph.Arrival], concatenates: Bool = false
  ) -> Int {
    nodes.append(FeatureMapGraph.Node(arrivals: arrivals, concatenates: concatenates))
    return nodes.count - 1
  }

  private func arrival(from source: Int, over index: Int?) -> FeatureMapGraph.Arrival {
    FeatureMapGraph.Arrival(
      source: source, operator: index, change: index.map { rules.change(of: $0) } ?? .none)
  }

  /// Builds a part that begins at the feature map `source`, but for the one that it ends with.
  ///
  /// - Returns: what arrives there; their sum is what the part makes.
  mutating func arrivals(
    from part: Derivation.Part, at source: Int
  ) -> [FeatureMapGraph.Arrival] {
    let node: Derivation.Node
    switch part {
    case .operator(let index): return [arrival(from: source, over: index)]
    case .node(let number): node = derivation.nodes[number]
    }
    let production = rules.rules[node.rule].productions[node.production]
    guard let number = production.motif else { return arrivals(from: node.parts[0], at: source) }
    let motif = rules.motifs[number]
    var places = [source]
    for target in 1..<motif.nodeCount {
      let concatenates = motif.concatenates[target]
      var arriving: [FeatureMapGraph.Arrival] = []
      for edge in motif.edges where edge.target == target {
        let from = places[edge.source]
        let ends =
          switch edge.content {
          case .operator(let index): [arrival(from: from, over: index)]
          case .argument(let place): arrivals(from: node.parts[place], at: from)
          }
        // Several ends of one edge are summed up before they are concatenated with others.
        arriving +=
          concatenates && ends.count > 1 ? [arrival(from: addNode(ends), over: nil)] : ends
      }
      if target == motif.nodeCount - 1, !concatenates { return arriving }
      places.append(addNode(arriving, concatenates: concatenates))
    }
    return [arrival(from: places[motif.nodeCount - 1], over: nil)]
  }
}
