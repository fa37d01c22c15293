/// The attributes of an operator: numbers that mean the same in every search space.
///
/// Operators of an unseen space are compared with known ones through these attributes. An average
/// pooling that no training space has is thus understood as "pools, learns nothing".
public struct OperatorAttributes: Hashable, Sendable {
  /// 1 when the operator has trained weights, else 0.
  public var learnable: Float
  /// 1 when a position's output depends on its neighbours, else 0.
  public var spatial: Float
  /// 1 when the operator aggregates without weights, else 0.
  public var pooling: Float
  /// 1 when the operator is or contains a convolution, else 0.
  public var convolution: Float
  /// Multiply-adds relative to a full 3x3 convolution with the same channels.
  public var cost: Float

  /// How strongly the operator averages neighbouring positions, relative to a 3x3 average pooling;
  /// a max pooling averages about half as much. The predictor's networks do not read it. The
  /// propagation of signals depends on it.
  public var smoothing: Float

  /// The names of the five numbers, in their order.
  public static let names = ["learnable", "spatial", "pooling", "convolution", "cost"]
  /// The attributes of operators that compute nothing: all 0.
  public static let none = OperatorAttributes(values: [0, 0, 0, 0, 0])

  /// The numbers in the order of ``names``.
  public var values: [Float] { [learnable, spatial, pooling, convolution, cost] }

  /// - Parameter smoothing: by default that of a 3x3 average pooling for operators that pool, else
  ///   none
  public init(values: [Float], smoothing: Float? = nil) {
    precondition(values.count == OperatorAttributes.names.count, "five attributes are expected")
    (learnable, spatial, pooling) = (values[0], values[1], values[2])
    (convolution, cost) = (values[3], values[4])
    self.smoothing = smoothing ?? pooling
  }

  /// The attributes of the operator `count` times in a row.
  package func repeated(_ count: Int) -> OperatorAttributes {
    var attributes = self
    attributes.cost *= Float(count)
    attributes.smoothing *= Float(count)
    return attributes
  }
}

/// One operator of a search space, as its space file describes it.
public struct Operator: Hashable, Sendable {
  /// The part an operator plays in the structure of a cell.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Computes something: a node of the operator graph.
    case operation
    /// Cuts its connection: deleted from the graph.
    case zero
    /// Passes its input on: spliced out of the graph.
    case identity
    /// The cell's input.
    case input
    /// The cell's output.
    case output
    /// A convolution that the space's networks insert where the drawing of a cell shows a plain
    /// edge.
    case projection
  }

  /// The name in the space's notation, such as "nor_conv_3x3".
  public let name: String
  /// The part of the operator in a cell.
  public let role: Role
  /// The plain-English sentence that the encoder reads.
  public let description: String
  /// Typed attributes, which take precedence over those read from the description.
  public let attributes: OperatorAttributes?
  /// The variables that distinguish the operator from others described together with it in the
  /// space file, such as `kernel`, 5.
  public let variables: [Variable]
  /// The layers that the operator stands for. Nil when the space file does not say; networks cannot
  /// be built then.
  public let lowering: Lowering?
  /// Why the description gives the operator no layers either, in words; nil where it gives some, or
  /// nobody asked it.
  public let reasonForNoLayers: String?

  /// A name and a value as the space file writes them.
  public struct Variable: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
      (self.name, self.value) = (name, value)
    }
  }

  /// The layers of an operator in a network.
  public struct Lowering: Hashable, Sendable {
    /// Where the channels and the resolution stay.
    public let same: Block
    /// Where the place has a stride or other channels than the input.
    public let changing: Block

    public init(same: Block, changing: Block) {
      self.same = same
      self.changing = changing
    }
  }

  public init(
    name: String, role: Role, description: String, attributes: OperatorAttributes? = nil,
    variables: [Variable] = [], lowering: Lowering? = nil, reasonForNoLayers: String? = nil
  ) {
    self.reasonForNoLayers = reasonForNoLayers
    self.variables = variables
    self.lowering = lowering
    self.name = name
    self.role = role
    self.description = description
    self.attributes = attributes
  }

  /// The value of a variable; nil when the operator does not have it.
  public func value(of variable: String) -> String? {
    variables.first { $0.name == variable }?.value
  }
}
