import Spaces

extension CellDrawing {
  /// An architecture as its space draws it, or as predictors read it.
  ///
  /// - Parameters:
  ///   - attributes: of each operator of the space, in the order of the space
  ///   - isCanonical: draws the graph that the predictor reads, with zeros, identities and idle
  ///     operators gone and projections shown; of a cell that computes nothing, its ends alone
  public init(
    of architecture: Architecture, in space: SearchSpace, attributes: [OperatorAttributes],
    isCanonical: Bool = false
  ) {
    let operators = DrawnOperators(space.operators, attributes)
    let panels: [Panel]
    if isCanonical {
      panels = [
        space.operatorGraph(of: architecture).map { Panel($0, operators) }
          ?? operators.panelWithoutConnection
      ]
    } else if let topology = space.topology as? any DrawnTopology {
      panels = topology.panels(of: architecture, operators)
    } else {
      panels = [Panel(space.drawnGraph(of: architecture), operators, hasPlaces: true)]
    }
    self.init(
      title: space.title + (isCanonical ? ", canonical graph" : ""),
      subtitle: CellDrawing.subtitle(space.notation(of: architecture)), panels: panels)
  }

  /// An architecture as its space draws it, its operators coloured by a number each.
  ///
  /// - Parameter shading: one number for each of `SearchSpace.places(of:)`
  public init(
    of architecture: Architecture, in space: SearchSpace, attributes: [OperatorAttributes],
    shading: Shading
  ) {
    self.init(of: architecture, in: space, attributes: attributes)
    shade(by: shading)
  }
}

extension CellDrawing {
  /// Longer texts do not fit a picture.
  private static let longestSubtitle = 600

  private static func subtitle(_ notation: String) -> String {
    notation.count <= longestSubtitle
      ? notation : "\(notation.prefix(longestSubtitle)) ... (\(notation.count) characters)"
  }
}

/// The operators of a space as nodes and edges show them.
struct DrawnOperators {
  private let operators: [Operator]
  private let kinds: [CellDrawing.Kind]

  init(_ operators: [Operator], _ attributes: [OperatorAttributes]) {
    precondition(
      operators.count == attributes.count,
      "\(attributes.count) attributes of \(operators.count) operators")
    self.operators = operators
    kinds = zip(operators, attributes).map { CellDrawing.Kind($0.role, $1) }
  }

  /// - Parameter place: which of `SearchSpace.places(of:)` it is
  func node(_ index: Int, place: Int? = nil) -> CellDrawing.Node {
    var node = CellDrawing.Node(operators[index].name, kinds[index])
    node.place = place
    return node
  }

  /// - Parameter place: which of `SearchSpace.places(of:)` it is
  func edge(_ source: Int, _ target: Int, _ index: Int, place: Int) -> CellDrawing.Edge {
    var edge = CellDrawing.Edge(
      source, target, label: operators[index].name, kind: kinds[index])
    edge.place = place
    return edge
  }

  /// A cell's ends, for cells that connect them by nothing.
  var panelWithoutConnection: CellDrawing.Panel {
    CellDrawing.Panel(
      title: "the input does not reach the output",
      nodes: operators.indices.filter { kinds[$0] == .input }.map { node($0) }
        + operators.indices.filter { kinds[$0] == .output }.map { node($0) }, edges: [])
  }
}

extension CellDrawing.Panel {
  /// A graph with operators on its nodes.
  ///
  /// - Parameter hasPlaces: whether the nodes between the first and the last are the places of an
  ///   architecture, in order
  init(_ graph: OperatorGraph, _ operators: DrawnOperators, hasPlaces: Bool = false) {
    let places = hasPlaces ? 1..<graph.nodes.count - 1 : 0..<0
    self.init(
      nodes: graph.nodes.enumerated().map { number, index in
        operators.node(Int(index), place: places.contains(number) ? number - 1 : nil)
      },
      edges: graph.edges.map {
        CellDrawing.Edge(Int($0.source), Int($0.target), count: Int($0.count))
      })
  }
}
