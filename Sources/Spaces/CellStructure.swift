/// How the operators of one architecture are wired, as its networks are built: dead operators
/// included. Operators are indices into the space's `operators`.
public enum CellStructure: Hashable, Sendable {
  public struct Edge: Hashable, Sendable {
    public let source: Int
    public let target: Int
    public let `operator`: Int
  }

  /// A cell that reads two feature maps, its nodes 0 and 1, and concatenates others.
  public struct Cell: Hashable, Sendable {
    public struct Term: Hashable, Sendable {
      public let source: Int
      public let `operator`: Int
    }

    /// What the nodes from 2 on sum up.
    public let nodes: [[Term]]
    /// The nodes that the output concatenates.
    public let output: [Int]
  }

  /// Nodes that sum up what their edges bring; every edge carries an operator. The nodes stand in
  /// topological order: the input first, the output last. Edges stand in the order of their targets.
  case edges(nodes: Int, [Edge])
  /// Vertices that sum up what feeds them and apply an operator; the last one, the output,
  /// concatenates instead. `predecessors` of each vertex; `operators` of all but the first and last;
  /// `projection` is applied where the input feeds a vertex.
  case vertices(predecessors: [[Int]], operators: [Int], projection: Int?)
  /// A cell of its own for the places that keep the resolution and for those that reduce it.
  /// `projection` brings the outputs of the two layers before a cell to the shape of its place.
  case pair(normal: Cell, reduction: Cell, projection: Int?)
  /// Operators one after the other, each of which decides on the shape that it ends with.
  case chain([Int])
  /// Feature maps of any wiring, each operator with a shape change of its own.
  case featureMaps(FeatureMapGraph)
}
