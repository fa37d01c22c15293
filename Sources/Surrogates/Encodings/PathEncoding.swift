import Spaces
import Wording

/// Which paths of operators lead from the input of a cell to its output (White et al., AAAI 2021):
/// a number, 1 or 0, for each sequence of operators, shorter ones first.
///
/// NAS-Bench-201 has 155 of them, NAS-Bench-101 has 364.
public struct PathEncoding: SpaceEncoding {
  public static let name = "path"
  public static let summary = "which paths of operators there are (White et al., 2021)"

  public let columns: [String]
  private let paths: CellPaths

  public init(_ space: SearchSpace) throws {
    paths = try CellPaths(space, as: PathEncoding.name)
    columns = paths.names(upTo: paths.longest)
  }

  public func row(of architecture: Architecture) -> [Double] {
    paths.row(of: paths.sequences(of: architecture), width: columns.count)
  }
}

/// The shorter half of ``PathEncoding``: paths of so many operators that a random cell has them
/// often. White et al. cut NAS-Bench-201 after paths of two operators, 30 numbers, and
/// NAS-Bench-101 after those of three, 40 numbers.
public struct TruncatedPathEncoding: SpaceEncoding {
  public static let name = "truncated-path"
  public static let summary = "the short ones of these paths"

  public let columns: [String]
  private let paths: CellPaths

  public init(_ space: SearchSpace) throws {
    paths = try CellPaths(space, as: TruncatedPathEncoding.name)
    columns = paths.names(upTo: paths.published)
  }

  public func row(of architecture: Architecture) -> [Double] {
    paths.row(of: paths.sequences(of: architecture), width: columns.count)
  }
}

/// The path encoding of NAS-Bench-201 as NASLib computes it: it reads two edges in the wrong order,
/// so that it is the encoding of another cell. It is here for comparisons with published searches,
/// and for nothing else.
public struct MisreadPathEncoding: SpaceEncoding {
  public static let name = "path-naslib"
  public static let summary = "NASLib's paths, which misread two edges; for comparisons only"
  /// The edges of each path. The numbers are those of the edges by target, and NASLib lists edges
  /// by source.
  private static let table = [[3], [0, 4], [1, 5], [0, 2, 5]]

  public let columns: [String]
  private let paths: CellPaths
  private let edges: OperatorsOnEdges
  /// The places of the edges in the genes, by source.
  private let bySource: [Int]

  public init(_ space: SearchSpace) throws {
    guard let edges = space.topology as? OperatorsOnEdges, edges.numberOfNodes == 4,
      edges.edges.count == 6
    else {
      throw UserError(
        "the encoding \(MisreadPathEncoding.name) is of cells of four nodes with operators on all "
          + "six edges, and \(space.name) has other ones")
    }
    paths = try CellPaths(space, as: MisreadPathEncoding.name)
    self.edges = edges
    bySource = edges.edges.indices.sorted {
      (edges.edges[$0].source, edges.edges[$0].target)
        < (edges.edges[$1].source, edges.edges[$1].target)
    }
    columns = paths.names(upTo: paths.longest)
  }

  public func row(of architecture: Architecture) -> [Double] {
    let sequences = MisreadPathEncoding.table.map { path in
      path.map { Int(architecture.genes[bySource[$0]]) }
    }
    return paths.row(of: sequences, width: columns.count)
  }
}

/// The paths of cells with operators on edges or on nodes.
private struct CellPaths: Sendable {
  /// More columns than anybody can learn from.
  private static let mostColumns = 5_000

  /// The most operators on a path.
  let longest: Int
  /// The most operators on a path of the truncated encoding.
  let published: Int
  private let shortest: Int
  private let space: SearchSpace
  private let operatorsOnNodes: OperatorsOnNodes?
  private let choices: [Int]

  init(_ space: SearchSpace, as name: String) throws(UserError) {
    self.space = space
    switch space.topology {
    case let edges as OperatorsOnEdges:
      (operatorsOnNodes, choices) = (nil, edges.edgeOperators)
      (shortest, longest) = (1, edges.numberOfNodes - 1)
      published = max(1, longest - 1)
    case let nodes as OperatorsOnNodes:
      (operatorsOnNodes, choices) = (nodes, nodes.vertexOperators)
      (shortest, longest) = (0, nodes.maximumVertices - 2)
      published = max(1, longest - 2)
    default:
      throw UserError(
        "the encoding \(name) is of cells with operators on edges or on nodes, and \(space.name) "
          + "is a space of another kind")
    }
    var columns = 1.0
    for _ in 0..<longest { columns = 1 + columns * Double(choices.count) }
    guard columns <= Double(CellPaths.mostColumns) else {
      throw UserError(
        "\(space.name) has paths of up to \(longest) operators, each of \(choices.count), and the "
          + "encoding \(name) has a number for each; expected at most \(CellPaths.mostColumns)")
    }
  }

  func names(upTo length: Int) -> [String] {
    (shortest...length).flatMap { length in
      (0..<count(ofLength: length)).map { index in
        var (rest, words): (Int, [String]) = (index, [])
        for _ in 0..<length {
          words.append(space.operators[choices[rest % choices.count]].name)
          rest /= choices.count
        }
        return words.isEmpty ? "path without operators" : "path " + words.joined(separator: ", ")
      }
    }
  }

  private func count(ofLength length: Int) -> Int {
    (0..<length).reduce(1) { product, _ in product * choices.count }
  }

  /// - Parameter sequences: places of operators among the choices, from the input on
  func row(of sequences: [[Int]], width: Int) -> [Double] {
    var row = [Double](repeating: 0, count: width)
    for sequence in sequences {
      let start = (shortest..<max(shortest, sequence.count)).reduce(0) { $0 + count(ofLength: $1) }
      let column = start + sequence.reversed().reduce(0) { $0 * choices.count + $1 }
      if column < width { row[column] = 1 }
    }
    return row
  }

  func sequences(of architecture: Architecture) -> [[Int]] {
    if let operatorsOnNodes {
      let cell = operatorsOnNodes.cell(architecture)
      let vertices = cell.numberOfVertices
      var paths = [[[Int]]](repeating: [], count: vertices)
      paths[0] = [[]]
      for target in 1..<vertices {
        for source in 0..<target where cell.predecessors[target] >> source & 1 == 1 {
          paths[target] += paths[source].map { path in
            target + 1 < vertices ? path + [Int(cell.labels[target - 1])] : path
          }
        }
      }
      return paths[vertices - 1]
    }
    guard case .edges(let nodes, let edges) = space.structure(of: architecture) else {
      preconditionFailure("operators are on edges")
    }
    var paths = [[[Int]]](repeating: [], count: nodes)
    paths[0] = [[]]
    for edge in edges {
      let place = choices.firstIndex(of: edge.operator) ?? 0
      paths[edge.target] += paths[edge.source].map { $0 + [place] }
    }
    return paths[nodes - 1]
  }
}
