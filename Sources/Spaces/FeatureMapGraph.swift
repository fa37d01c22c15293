/// A network or cell of any wiring as networks are built from it: feature maps, and operators between
/// them that may change the shape.
public struct FeatureMapGraph: Hashable, Sendable {
  /// What leads from an earlier feature map to a later one.
  public struct Arrival: Hashable, Sendable {
    /// The feature map that it comes from.
    public let source: Int
    /// As an index into the space's operators; nil for a plain connection.
    public let `operator`: Int?
    /// What the operator does to the shape, as the space file says.
    public let change: ShapeChange
  }

  public struct Node: Hashable, Sendable {
    /// What leads here; empty for the input alone.
    public let arrivals: [Arrival]
    /// Whether the channels of what arrives stand side by side; otherwise it is summed up.
    public let concatenates: Bool
  }

  /// In topological order: the input first, the output last.
  public let nodes: [Node]
}
