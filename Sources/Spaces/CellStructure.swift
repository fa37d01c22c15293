/// How the operators of one architecture are wired, as its networks are built: dead operators
/// included. Operators are indices into the space's `operators`.
public enum CellStructure: Hashable, Sendable {
  /// An edge of a cell, from one node to a later one, with its operator.
  public struct Edge: Hashable, Sendable {
    public let source: Int
    public let target: Int
    public let `operator`: Int
  }

  /// One operator of a chain, with the channels and the stride of its place.
  public struct Link: Hashable, Sendable {
    /// Where it is: `position 3`, or `stage 2/block 1` where the chain has stages.
    public let name: String
    public let `operator`: Int
    /// Nil for the channels that come in.
    public let channels: Int?
    /// The stride of the place.
    public let stride: Int
  }

  /// A cell that reads two feature maps, its nodes 0 and 1, and concatenates others.
  public struct Cell: Hashable, Sendable {
    /// An operator on a node or an input of a cell.
    public struct Term: Hashable, Sendable {
      public let source: Int
      public let `operator`: Int
    }

    /// The terms that each node from 2 on adds up.
    public let nodes: [[Term]]
    /// The nodes that the output concatenates.
    public let output: [Int]
  }

  /// Nodes that add up their incoming edges; every edge carries an operator. The nodes stand in
  /// topological order: the input first, the output last. Edges stand in the order of their
  /// targets.
  case edges(nodes: Int, [Edge])
  /// Vertices that add up their predecessors and apply an operator. The last vertex, the output,
  /// concatenates instead. `predecessors` belong to each vertex, `operators` to all but the first
  /// and last. `projection` is applied where the input feeds a vertex.
  case vertices(predecessors: [[Int]], operators: [Int], projection: Int?)
  /// A cell of its own for the places that keep the resolution and for those that reduce it.
  /// `projection` brings the outputs of the two layers before a cell to the shape of its place.
  case pair(normal: Cell, reduction: Cell, projection: Int?)
  /// Operators one after the other.
  case chain([Link])
  /// Feature maps of any wiring, each operator with a shape change of its own.
  case featureMaps(FeatureMapGraph)
}
