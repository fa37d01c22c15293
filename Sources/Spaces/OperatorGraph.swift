/// The operator graph of a cell, in one form for every search space: a directed acyclic graph with
/// operators on the nodes.
///
/// Zero operators are deleted. Identities are spliced: their producers feed their consumers
/// directly, and parallel connections are counted. Operators on no path from input to output are
/// dropped. Projections that a drawing of the cell hides are nodes of their own.
public struct OperatorGraph: Hashable, Sendable {
  /// A connection from one node to a later one.
  public struct Edge: Hashable, Sendable {
    public let source: UInt16
    public let target: UInt16
    /// The number of parallel connections, at least 1.
    public let count: UInt8

    public init(source: Int, target: Int, count: Int = 1) {
      self.source = UInt16(source)
      self.target = UInt16(target)
      self.count = UInt8(count)
    }
  }

  /// The operator of each node, as an index into the space's `operators`, in topological order: the
  /// cell's input first, its output last.
  public let nodes: [UInt8]
  /// Each pair of connected nodes once, by target and then by source; `source < target`.
  public let edges: [Edge]

  /// - Precondition: the documented order of nodes and edges holds.
  public init(nodes: [UInt8], edges: [Edge]) {
    self.nodes = nodes
    self.edges = edges
  }
}
