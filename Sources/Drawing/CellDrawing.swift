/// A drawing of an architecture, before anything has a place or a colour: named panels, each a
/// graph, side by side.
///
/// Make one of an architecture with ``init(of:in:attributes:isCanonical:)`` and print it with one
/// of ``DrawingFormats``.
public struct CellDrawing: Hashable, Sendable {
  /// The space, such as "NAS-Bench-201".
  public var title: String
  /// The architecture in its notation; empty when there is none.
  public var subtitle: String
  /// The graphs, from the left to the right.
  public var panels: [Panel]
  /// The numbers that colour the operators; nil where colours tell the kinds of operators.
  public internal(set) var shading: Shading?

  public init(title: String, subtitle: String, panels: [Panel]) {
    (self.title, self.subtitle, self.panels) = (title, subtitle, panels)
  }
}

extension CellDrawing {
  /// One graph, such as a normal cell.
  public struct Panel: Hashable, Sendable {
    /// The title above the panel; empty for a drawing's only one.
    public var title: String
    public var nodes: [Node]
    public var edges: [Edge]

    /// - Precondition: every edge points from an earlier node to a later one.
    public init(title: String = "", nodes: [Node], edges: [Edge]) {
      for edge in edges {
        precondition(
          nodes.indices.contains(edge.target) && edge.source >= 0 && edge.source < edge.target,
          "edge \(edge.source) -> \(edge.target) of \(nodes.count) nodes does not point forward")
      }
      (self.title, self.nodes, self.edges) = (title, nodes, edges)
    }
  }

  /// A box or a circle of a panel.
  public struct Node: Hashable, Sendable {
    /// The outline of a node.
    public enum Shape: Hashable, Sendable {
      /// An operator.
      case box
      /// A feature map.
      case round
    }

    public var label: String
    public var kind: Kind
    public var shape: Shape
    /// Which of `SearchSpace.places(of:)` it is; nil for all else.
    public internal(set) var place: Int?
    /// From -1 to 1, in place of the colour of its kind.
    public internal(set) var shade: Double?

    public init(_ label: String, _ kind: Kind, shape: Shape = .box) {
      (self.label, self.kind, self.shape) = (label, kind, shape)
    }
  }

  /// An arrow from one node of the panel to a later one. Two nodes may have any number of them.
  public struct Edge: Hashable, Sendable {
    public var source: Int
    public var target: Int
    /// The operator on the edge; empty for a plain one.
    public var label: String
    /// The kind of the operator on the edge; ``Kind/featureMap`` for a plain edge.
    public var kind: Kind
    /// The number of parallel connections that the arrow stands for, at least 1.
    public var count: Int
    /// Which of `SearchSpace.places(of:)` the operator on the edge is; nil for all else.
    public internal(set) var place: Int?
    /// From -1 to 1, in place of the colour of the operator's kind.
    public internal(set) var shade: Double?

    public init(
      _ source: Int, _ target: Int, label: String = "", kind: Kind = .featureMap, count: Int = 1
    ) {
      precondition(count >= 1, "an arrow stands for \(count) connections")
      (self.source, self.target, self.label) = (source, target, label)
      (self.kind, self.count) = (kind, count)
    }

    /// The text on the arrow; nil for none.
    var text: String? {
      let times = count > 1 ? "x\(count)" : ""
      let words = [label, times].filter { !$0.isEmpty }
      return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// Whether nothing passes along the edge.
    var isCut: Bool { kind == .zero }
  }
}
