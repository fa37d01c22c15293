import Spaces
import Wording

/// Graph features of cells (GRAF; Kadlecova et al., ICML 2024) as their code computes them: numbers
/// of operators, shortest paths that avoid operators, longest paths made of some operators alone,
/// and degrees by operators. The cell is the one that is drawn: zeros are operators, too.
///
/// NAS-Bench-201 has 191 of them, NAS-Bench-101 has 47, TransNAS-Bench-101 micro 94, and DARTS,
/// with two cells of two inputs each, 1,540.
public struct GRAF: SpaceEncoding {
  public static let name = "graf"
  public static let summary = "graph features of cells as published (Kadlecova et al., 2024)"
  /// More operators have more subsets than anybody can learn from.
  private static let mostOperators = 8

  public let columns: [String]
  private let space: SearchSpace
  private let topology: Kind
  /// The operators that cells choose from, as indices into the space's.
  private let choices: [Int]

  private enum Kind {
    case edges
    case nodes(OperatorsOnNodes)
    case pair
  }

  /// - Throws: `UserError` for a space that has operators neither on edges nor on nodes nor in a
  ///   pair of cells, or too many of them.
  public init(_ space: SearchSpace) throws {
    self.space = space
    switch space.topology {
    case let edges as OperatorsOnEdges: (topology, choices) = (.edges, edges.edgeOperators)
    case let nodes as OperatorsOnNodes: (topology, choices) = (.nodes(nodes), nodes.vertexOperators)
    case is CellPair:
      (topology, choices) = (
        .pair,
        space.operators.indices.filter {
          [.operation, .zero, .identity].contains(space.operators[$0].role)
        }
      )
    default:
      throw UserError(
        "the encoding \(GRAF.name) is of cells with operators on edges or on nodes, and "
          + "\(space.name) is a space of another kind")
    }
    guard choices.count <= GRAF.mostOperators else {
      throw UserError(
        "\(space.name) has \(choices.count) operators, and the encoding \(GRAF.name) has a number "
          + "for each set of them; expected at most \(GRAF.mostOperators)")
    }
    let names = choices.map { space.operators[$0].name }
    func words(_ set: Int) -> String {
      "{" + list(names.indices.filter { set >> $0 & 1 == 1 }.map { names[$0] }) + "}"
    }
    let sets = 1..<(1 << choices.count)
    if case .pair = topology {
      columns = ["normal", "reduction"].flatMap { cell in
        GRAF.columnsOfCell(names, sets.map(words)).map { "\($0) in the \(cell) cell" }
      }
      return
    }
    var columns = names.map { "number of \($0)" }
    if case .nodes = topology {
      columns = ["number of inputs", "number of outputs"] + columns
    }
    columns += sets.map { "shortest path without \(words($0 - 1))" }
    columns += sets.map { "longest path of \(words($0))" }
    columns += sets.flatMap { set in
      ["in", "out", "mean in", "mean out"].map { "\($0) degree of \(words(set))" }
    }
    self.columns = columns
  }

  /// The columns of one cell of a pair.
  private static func columnsOfCell(_ names: [String], _ sets: [String]) -> [String] {
    (["concatenated nodes"] + names).map { "number of \($0)" }
      + sets.flatMap { set in [0, 1].map { "longest path of \(set) from input \($0)" } }
      + sets.flatMap { set in
        ["input 0", "input 1", "mean in", "mean out"].map { "\($0) degree of \(set)" }
      }
  }

  public func row(of architecture: Architecture) -> [Double] {
    switch topology {
    case .pair: rowOfPair(architecture)
    case .edges: rowOfEdges(architecture)
    case .nodes(let topology): rowOfNodes(topology.cell(architecture))
    }
  }

  private var sets: Range<Int> { 1..<(1 << choices.count) }

  private func rowOfPair(_ architecture: Architecture) -> [Double] {
    guard case .pair(let normal, let reduction, _) = space.structure(of: architecture) else {
      preconditionFailure("there are two cells")
    }
    return row(of: normal) + row(of: reduction)
  }

  /// Connections from nodes to the output count for paths with any operators, and for no degree.
  private func row(of cell: CellStructure.Cell) -> [Double] {
    let terms = cell.nodes.enumerated().flatMap { number, terms in
      terms.map { term in
        (
          source: term.source, target: number + 2,
          place: choices.firstIndex(of: term.operator) ?? 0
        )
      }
    }
    var row =
      [Double(cell.output.count)]
      + choices.indices.map { choice in Double(terms.count { $0.place == choice }) }
    for set in sets {
      for input in 0..<2 {
        var lengths = [Double](repeating: -.infinity, count: cell.nodes.count + 2)
        lengths[input] = 0
        // Terms stand in the order of their targets.
        for term in terms where set >> term.place & 1 == 1 {
          lengths[term.target] = max(lengths[term.target], lengths[term.source] + 1)
        }
        let longest = cell.output.map { lengths[$0] + 1 }.max() ?? -.infinity
        row.append(longest.isFinite ? longest : -1)
      }
    }
    // An input that nothing reads is no node of the published graph; the output is one.
    let nodes = Set(terms.flatMap { [$0.source, $0.target] } + cell.output).count + 1
    for set in sets {
      let counted = terms.filter { set >> $0.place & 1 == 1 }
      let mean = Double(counted.count) / Double(nodes)
      row += [
        Double(counted.count { $0.source == 0 }), Double(counted.count { $0.source == 1 }), mean,
        mean,
      ]
    }
    return row
  }

  private func rowOfEdges(_ architecture: Architecture) -> [Double] {
    guard case .edges(let nodes, let edges) = space.structure(of: architecture) else {
      preconditionFailure("operators are on edges")
    }
    // The place of each edge's operator among the choices.
    let places = edges.map { edge in choices.firstIndex(of: edge.operator) ?? 0 }
    var row = choices.indices.map { choice in Double(places.count { $0 == choice }) }
    func paths(_ allowed: Int, start: Double, _ better: (Double, Double) -> Double) -> Double {
      var lengths = [Double](repeating: start, count: nodes)
      lengths[0] = 0
      // Edges stand in the order of their targets.
      for (edge, place) in zip(edges, places) where allowed >> place & 1 == 1 {
        lengths[edge.target] = better(lengths[edge.target], lengths[edge.source] + 1)
      }
      return lengths[nodes - 1]
    }
    let all = sets.upperBound - 1
    for set in sets {
      let shortest = paths(all & ~(set - 1), start: .infinity, min)
      row.append(shortest.isFinite ? shortest : Double(nodes + 1))
    }
    for set in sets {
      let longest = paths(set, start: -.infinity, max)
      row.append(longest.isFinite ? longest : -1)
    }
    for set in sets {
      let counted = zip(edges, places).filter { set >> $0.1 & 1 == 1 }.map(\.0)
      let mean = Double(counted.count) / Double(nodes)
      row += [
        Double(counted.count { $0.source == 0 }), Double(counted.count { $0.target == nodes - 1 }),
        mean, mean,
      ]
    }
    return row
  }

  private func rowOfNodes(_ cell: LabelledCell) -> [Double] {
    let vertices = cell.numberOfVertices
    let last = vertices - 1
    /// Whether the operator of a vertex is in a set; input and output are in none.
    func isIn(_ set: Int, _ vertex: Int) -> Bool {
      vertex > 0 && vertex < last && set >> Int(cell.labels[vertex - 1]) & 1 == 1
    }
    var edges: [(source: Int, target: Int)] = []
    for target in 1..<vertices {
      for source in 0..<target where cell.predecessors[target] >> source & 1 == 1 {
        edges.append((source, target))
      }
    }
    var row =
      [1, 1]
      + choices.indices.map { place in
        Double(cell.labels.count { Int($0) == place })
      }
    func paths(
      start: Double, _ better: (Double, Double) -> Double, _ isAllowed: (Int) -> Bool
    ) -> Double {
      var lengths = [Double](repeating: start, count: vertices)
      lengths[0] = 0
      for (source, target) in edges where isAllowed(source) && isAllowed(target) {
        lengths[target] = better(lengths[target], lengths[source] + 1)
      }
      return lengths[last]
    }
    for set in sets {
      let shortest = paths(start: .infinity, min) { !isIn(set - 1, $0) }
      row.append(shortest.isFinite ? shortest : Double(vertices))
    }
    for set in sets {
      // The published code takes input and output off twice.
      let longest = paths(start: -.infinity, max) { $0 == 0 || $0 == last || isIn(set, $0) }
      row.append(longest.isFinite ? longest + 1 - 4 : -4)
    }
    for set in sets {
      row += [
        Double(edges.count { $0.target == last && isIn(set, $0.source) }),
        Double(edges.count { $0.source == 0 && isIn(set, $0.target) }),
        Double(edges.count { isIn(set, $0.source) }) / Double(vertices),
        Double(edges.count { isIn(set, $0.target) }) / Double(vertices),
      ]
    }
    return row
  }
}
