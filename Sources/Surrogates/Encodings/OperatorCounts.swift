import Spaces

/// How many operators of each kind an architecture has on paths from input to output. Every space
/// has this encoding, and it is a poor one: it knows nothing of wiring.
public struct OperatorCounts: SpaceEncoding {
  public static let name = "counts"
  public static let summary = "how many of each operator there are"

  public let columns: [String]
  private let space: SearchSpace
  private let counted: [Int]

  /// Fits every space.
  public init(_ space: SearchSpace) {
    self.space = space
    counted = space.operators.indices.filter { space.operators[$0].role == .operation }
    columns = counted.map { "number of \(space.operators[$0].name)" }
  }

  public func row(of architecture: Architecture) -> [Double] {
    guard let graph = space.operatorGraph(of: architecture) else {
      return counted.map { _ in 0 }
    }
    var numbers = [Double](repeating: 0, count: space.operators.count)
    for node in graph.nodes { numbers[Int(node)] += 1 }
    return counted.map { numbers[$0] }
  }
}
