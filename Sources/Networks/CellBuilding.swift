import Spaces
import Wording

// How a cell of each kind of structure becomes layers.
extension NetworkBuilder {
  /// - Parameters:
  ///   - input: what the layer before the cell made
  ///   - earlier: what the layer before that made, for cells that read both
  mutating func append(
    _ structure: CellStructure, of operators: [Operator], to input: Int, after earlier: Int,
    at place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    switch structure {
    case .edges(let nodes, let edges):
      return try appendEdges(nodes, edges, operators, input, place, name)
    case .vertices(let predecessors, let chosen, let projection):
      return try appendVertices(
        predecessors, chosen, projection, operators, input, place, name)
    case .pair(let normal, let reduction, let projection):
      return try appendCell(
        place.stride == 1 ? normal : reduction, projection, operators, [earlier, input], place,
        name)
    case .chain(let chosen):
      var last = input
      for link in chosen {
        let place = Place(
          channels: link.channels ?? shape(of: last).channels, stride: link.stride)
        let name = named(.text(link.name), in: link.name.hasPrefix("stage") ? nil : name)
        last = try append(operators[link.operator], to: last, at: place, name) ?? last
      }
      return last
    case .featureMaps(let graph):
      return try append(graph, of: operators, to: input, name)
    }
  }

  /// One operator behind `input`.
  ///
  /// - Returns: nil for a zero operator.
  mutating func append(
    _ candidate: Operator, to input: Int, at place: Place, _ name: Name
  ) throws(NetworkError) -> Int? {
    if candidate.role == .zero { return nil }
    let lowering = try lowering(of: candidate)
    let changes = place.stride != 1 || place.channels != shape(of: input).channels
    return try append(
      changes ? lowering.changing : lowering.same, to: input, at: place,
      named(.candidate(candidate.name), in: name))
  }

  func lowering(of candidate: Operator) throws(NetworkError) -> Operator.Lowering {
    guard let lowering = candidate.lowering else {
      throw NetworkError(
        "operator \"\(candidate.name)\" has no \"lowering\""
          + (candidate.reasonForNoLayers.map { " and none from its description (\($0))" } ?? "")
          + ", so networks with it cannot be built; "
          + "give it one in the space file or in a file that extends the space")
    }
    return lowering
  }

  /// What a node holds that nothing but zero operators lead to.
  mutating func zeros(_ input: Int, at place: Place, _ name: Name) -> Int {
    let entry = shape(of: input)
    let shape = Network.Shape(
      channels: place.channels, height: (entry.height - 1) / place.stride + 1,
      width: (entry.width - 1) / place.stride + 1)
    return add(.zeros, [input], shape, name)
  }

  /// Nodes sum up their edges; only edges out of the cell's input change the shape (NAS-Bench-201's
  /// rule).
  private mutating func appendEdges(
    _ count: Int, _ edges: [CellStructure.Edge], _ operators: [Operator], _ input: Int,
    _ place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    let inner = Place(channels: place.channels, stride: 1)
    var nodes = [input]
    for node in 1..<count {
      var terms: [Int] = []
      var known: [Int: Int] = [:]
      for edge in edges where edge.target == node {
        // Further edges between the same nodes are numbered.
        let number = known[edge.source, default: 0] + 1
        known[edge.source] = number
        let term = try append(
          operators[edge.operator], to: nodes[edge.source], at: edge.source == 0 ? place : inner,
          named(.edge(edge.source, node, copy: number), in: name))
        if let term { terms.append(term) }
      }
      let name = named(.number("node", node), in: name)
      nodes.append(terms.isEmpty ? zeros(input, at: place, name) : try sum(terms, name))
    }
    return nodes[count - 1]
  }

  /// Vertices sum up what feeds them and apply their operator; the output concatenates, and adds
  /// the projected input where that feeds it (`build_module` of the NAS-Bench-101 code). A vertex
  /// that needs fewer channels than a producer has takes its first ones.
  private mutating func appendVertices(
    _ predecessors: [[Int]], _ chosen: [Int], _ projection: Int?, _ operators: [Operator],
    _ input: Int, _ place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    let output = predecessors.count - 1
    let channels = Self.channels(predecessors, of: place.channels)
    var vertices = [input]
    func projected(_ builder: inout NetworkBuilder, _ target: Int) throws(NetworkError) -> Int {
      let place = Place(channels: channels[target], stride: 1)
      guard let projection else { return input }
      let name = builder.named(.number("vertex", target), in: name)
      return try builder.append(operators[projection], to: input, at: place, name) ?? input
    }
    for vertex in 1..<max(1, output) {
      let place = named(.number("vertex", vertex), in: name)
      var terms: [Int] = []
      for source in predecessors[vertex] {
        if source == 0 {
          terms.append(try projected(&self, vertex))
        } else if channels[source] > channels[vertex] {
          var shape = shape(of: vertices[source])
          shape.channels = channels[vertex]
          terms.append(
            add(.slice(from: 0), [vertices[source]], shape, place))
        } else {
          terms.append(vertices[source])
        }
      }
      let sum = try sum(terms, place)
      let layer = try append(
        operators[chosen[vertex - 1]], to: sum,
        at: Place(channels: channels[vertex], stride: 1), place)
      vertices.append(layer ?? sum)
    }
    var ends: [Int] = []
    for source in predecessors[output] where source > 0 { ends.append(vertices[source]) }
    let name = named(.text("output"), in: name)
    var terms = ends.isEmpty ? [] : [try concatenate(ends, name)]
    if predecessors[output].contains(0) { terms.append(try projected(&self, output)) }
    return try sum(terms, name)
  }

  /// The channels of each vertex: the output's are split among its producers, the first ones
  /// getting the remainder; every other vertex has as many as the widest of its consumers
  /// (`compute_vertex_channels` of the NAS-Bench-101 code).
  static func channels(_ predecessors: [[Int]], of outputChannels: Int) -> [Int] {
    let output = predecessors.count - 1
    var channels = [Int](repeating: 0, count: predecessors.count)
    channels[output] = outputChannels
    let producers = predecessors[output].filter { $0 > 0 }
    for (rank, vertex) in producers.enumerated() {
      channels[vertex] =
        outputChannels / producers.count + (rank < outputChannels % producers.count ? 1 : 0)
    }
    for vertex in (1..<max(1, output)).reversed() where !producers.contains(vertex) {
      channels[vertex] =
        (vertex + 1..<output).filter { predecessors[$0].contains(vertex) }
        .map { channels[$0] }.max() ?? 0
    }
    return channels
  }
}
