/// A network or cell of any wiring as networks are built from it: feature maps, and operators
/// between them that may change the shape.
public struct FeatureMapGraph: Hashable, Sendable {
  /// A connection from an earlier feature map to a later one.
  public struct Arrival: Hashable, Sendable {
    /// The feature map that it comes from.
    public let source: Int
    /// As an index into the space's operators; nil for a plain connection.
    public let `operator`: Int?
    /// The change of shape by the operator, as the space file states it.
    public let change: ShapeChange
  }

  /// A feature map, with the connections that make it.
  public struct Node: Hashable, Sendable {
    /// The connections that end here; empty for the input alone.
    public let arrivals: [Arrival]
    /// Whether the arriving feature maps are concatenated along the channels; otherwise they are
    /// added.
    public let concatenates: Bool
  }

  /// In topological order: the input first, the output last.
  public let nodes: [Node]
}
