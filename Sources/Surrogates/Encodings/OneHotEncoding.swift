import Spaces
import Wording

/// Which operator each edge of a cell has: a number for each edge and operator, 1 or 0.
public struct OneHotEncoding: SpaceEncoding {
  public static let name = "one-hot"
  public static let summary = "which operator each edge or place has"

  public let columns: [String]
  private let width: Int
  private let places: Int

  /// - Throws: `UserError` for a space whose architectures are no list of choices.
  public init(_ space: SearchSpace) throws {
    guard let edges = space.topology as? OperatorsOnEdges else {
      throw UserError(
        "the encoding \(OneHotEncoding.name) is of cells with operators on edges, and "
          + "\(space.name) is a space of another kind")
    }
    (places, width) = (edges.edges.count, edges.edgeOperators.count)
    columns = edges.edges.flatMap { edge in
      edges.edgeOperators.map { "\(edge.source)-\(edge.target) \(space.operators[$0].name)" }
    }
  }

  public func row(of architecture: Architecture) -> [Double] {
    var row = [Double](repeating: 0, count: places * width)
    for (place, gene) in architecture.genes.enumerated() { row[place * width + Int(gene)] = 1 }
    return row
  }
}
