/// A piece of a network as a space file writes it: layers one after the other. An empty block passes
/// its input on.
///
/// A block stands at a place of a network that asks for a number of channels and a stride; its layers
/// may refer to these.
public struct Block: Hashable, Sendable {
  public var layers: [BlockLayer]

  public init(_ layers: [BlockLayer]) {
    self.layers = layers
  }
}

/// One layer of a ``Block``.
public indirect enum BlockLayer: Hashable, Sendable {
  case convolution(BlockConvolution)
  /// With a learned scale and shift for each channel.
  case batchNorm
  /// Each channel of each image normalised over its positions, with a learned scale and shift for each
  /// channel.
  case instanceNorm
  /// Each image normalised over its channels and positions, with a learned scale and shift for each
  /// element: a layer norm of the whole feature map.
  case mapNorm
  case activation(Activation)
  case pooling(BlockPooling)
  /// The mean over all positions.
  case globalAveragePooling
  /// Fully connected, with a bias.
  case linear(BlockFeatures)
  /// The sum of what the blocks make of the input.
  case sum([Block])
  /// Their channels side by side.
  case concatenation([Block])

  public enum Activation: String, Hashable, Sendable, CaseIterable {
    case relu
    case relu6
    case swish
    case sigmoid
    case gelu
    /// x relu6(x + 3) / 6 (Howard et al., ICCV 2019).
    case hardSwish = "hard-swish"
    /// x tanh(log(1 + exp x)) (Misra, BMVC 2020).
    case mish
    /// x where that is positive, else x / 100.
    case leakyReLU = "leaky-relu"
  }
}

public struct BlockConvolution: Hashable, Sendable {
  public enum Channels: Hashable, Sendable {
    case fixed(Int)
    /// What the place asks for.
    case place
    /// `numerator / denominator` times the channels at the entry of the block.
    case ofInput(numerator: Int, denominator: Int)
    /// `1 / denominator` of what the place asks for, rounded down, or up where `isRoundedUp`.
    case shareOfPlace(denominator: Int, isRoundedUp: Bool)
  }

  public enum Groups: Hashable, Sendable {
    case fixed(Int)
    /// One for each channel.
    case depthwise
  }

  public var kernelHeight: Int
  public var kernelWidth: Int
  public var stride: BlockStride
  public var dilation: Int
  public var channels: Channels
  public var groups: Groups
  public var hasBias: Bool
}

public enum BlockStride: Hashable, Sendable {
  case fixed(Int)
  /// What the place asks for.
  case place
}

public struct BlockPooling: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case average
    case max
  }

  public var kind: Kind
  public var kernel: Int
  public var stride: BlockStride
  /// Zeros around the input, for each side.
  public var padding: Int
}

public enum BlockFeatures: Hashable, Sendable {
  case fixed(Int)
  /// One for each class of the data set.
  case classes
}
