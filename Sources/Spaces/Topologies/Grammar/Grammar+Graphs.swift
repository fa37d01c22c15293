// The wiring of a grammar's derivations.

extension Grammar {
  /// The derivation's motifs put into each other: the connections that end a motif arrive where its
  /// own edge does.
  func wiring(of architecture: Architecture) -> FeatureMapGraph {
    wiring(of: derivation(of: architecture))
  }

  /// - Parameter leaf: an operator in whose place there is a plain connection
  func wiring(
    of derivation: Derivation, passingOver leaf: Derivation.Leaf? = nil
  ) -> FeatureMapGraph {
    let wiring = Wiring(rules, derivation, passingOver: leaf)
    return FeatureMapGraph(nodes: wiring.nodes)
  }

  /// For each arrival of ``wiring(of:)`` the number of its operator among ``places(of:)``; nil for
  /// plain connections and for operators of motifs.
  package func placesOfArrivals(in architecture: Architecture) -> [[Int?]] {
    let derivation = derivation(of: architecture)
    let numbers = Dictionary(
      uniqueKeysWithValues: derivation.leaves.enumerated().map { ($0.element, $0.offset) })
    return Wiring(rules, derivation, passingOver: nil).leaves.map {
      $0.map { $0.flatMap { numbers[$0] } }
    }
  }

  package func structure(of architecture: Architecture) -> CellStructure {
    .featureMaps(wiring(of: architecture))
  }

  package func operatorGraph(of architecture: Architecture) -> OperatorGraph? {
    operatorGraph(wiring(of: architecture))
  }

  func operatorGraph(_ wiring: FeatureMapGraph) -> OperatorGraph? {
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
  /// A connection that arrives at a feature map, and the operator of the derivation that it comes
  /// over.
  private typealias End = (arrival: FeatureMapGraph.Arrival, leaf: Derivation.Leaf?)

  private let rules: GrammarRules
  private let derivation: Derivation
  private let passedOver: Derivation.Leaf?
  private(set) var nodes = [FeatureMapGraph.Node(arrivals: [], concatenates: false)]
  /// Of each arrival; nil for plain connections and for operators of motifs.
  private(set) var leaves: [[Derivation.Leaf?]] = [[]]

  init(_ rules: GrammarRules, _ derivation: Derivation, passingOver leaf: Derivation.Leaf?) {
    (self.rules, self.derivation, passedOver) = (rules, derivation, leaf)
    _ = addNode(ends(ofNode: 0, at: 0))
  }

  private mutating func addNode(_ ends: [End], concatenates: Bool = false) -> Int {
    nodes.append(FeatureMapGraph.Node(arrivals: ends.map(\.arrival), concatenates: concatenates))
    leaves.append(ends.map(\.leaf))
    return nodes.count - 1
  }

  private func end(
    from source: Int, over index: Int?, of leaf: Derivation.Leaf? = nil
  ) -> End {
    let arrival = FeatureMapGraph.Arrival(
      source: source, operator: index, change: index.map { rules.change(of: $0) } ?? .none)
    return (arrival, leaf)
  }

  /// Builds a part that begins at the feature map `source`, except the feature map that it ends
  /// with.
  ///
  /// - Returns: the connections that arrive at the end; their sum is the output of the part.
  private mutating func ends(of part: Derivation.Leaf, at source: Int) -> [End] {
    switch derivation.nodes[part.node].parts[part.place] {
    case .operator where part == passedOver: [end(from: source, over: nil)]
    case .operator(let index): [end(from: source, over: index, of: part)]
    case .node(let number): ends(ofNode: number, at: source)
    }
  }

  private mutating func ends(ofNode number: Int, at source: Int) -> [End] {
    let node = derivation.nodes[number]
    let production = rules.rules[node.rule].productions[node.production]
    guard let motif = production.motif.map({ rules.motifs[$0] }) else {
      return ends(of: Derivation.Leaf(node: number, place: 0), at: source)
    }
    var places = [source]
    for target in 1..<motif.nodeCount {
      let concatenates = motif.concatenates[target]
      var arriving: [End] = []
      for edge in motif.edges where edge.target == target {
        let from = places[edge.source]
        let ends =
          switch edge.content {
          case .operator(let index): [end(from: from, over: index)]
          case .argument(let place):
            ends(of: Derivation.Leaf(node: number, place: place), at: from)
          }
        // Several ends of one edge are summed up before they are concatenated with others.
        arriving +=
          concatenates && ends.count > 1 ? [end(from: addNode(ends), over: nil)] : ends
      }
      if target == motif.nodeCount - 1, !concatenates { return arriving }
      places.append(addNode(arriving, concatenates: concatenates))
    }
    return [end(from: places[motif.nodeCount - 1], over: nil)]
  }
}
