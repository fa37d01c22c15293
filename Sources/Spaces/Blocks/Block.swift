import Wording

/// A piece of a network as a space file writes it: layers one after the other. An empty block
/// passes its input on.
///
/// A block stands at a place of a network that asks for a number of channels and a stride; its
/// layers may refer to these.
public struct Block: Hashable, Sendable {
  /// The layers, from the input on.
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
  /// Each channel of each image normalised over its positions, with a learned scale and shift for
  /// each channel.
  case instanceNorm
  /// Each image normalised over its channels and positions, with a learned scale and shift for each
  /// element: a layer norm of the whole feature map.
  case mapNorm
  case activation(Activation)
  case pooling(BlockPooling)
  /// The mean over all positions.
  case globalAveragePooling
  /// Normalised over the channels at each position, with a learned scale and shift for each
  /// channel.
  case layerNorm
  /// Fully connected; on a feature map the same at every position.
  case linear(BlockLinear)
  /// The sum of the blocks' outputs for the input.
  case sum([Block])
  /// Nodes that add up their incoming edges, from node 0, the input, to the last one, the output.
  case graph([GraphEdge])
  /// The block's output, and the input added to it where both have the same shape.
  case residual(Block)
  /// The input times the block's output, which has one number for each channel or for each element.
  case gate(Block)
  case squeezeExcite(BlockSqueezeExcite)
  case attention(BlockAttention)
  /// Square patches that do not overlap, each projected to a token: a convolution, with a bias,
  /// whose stride is its kernel.
  case patchEmbedding(size: Int, channels: Channels)
  /// A learned token before all others, which from now on stand in a row.
  case classToken
  /// The class token alone.
  case takeClassToken
  /// All tokens but the class token.
  case dropClassToken
  /// A learned number added to each element.
  case positionEmbedding
  /// Their channels side by side.
  case concatenation([Block])
  /// The channels in equal shares, one for each block, and the blocks' outputs concatenated.
  case split([Block])
  /// Channels of this many equal groups in turn (Zhang et al., "ShuffleNet", CVPR 2018).
  case channelShuffle(groups: Int)
  /// The block in which positions take the part of channels, and channels that of positions, as in
  /// the token mixing of Tolstikhin et al., "MLP-Mixer" (NeurIPS 2021).
  case acrossPositions(Block)

  /// An edge of a ``graph(_:)``: the layers from an earlier node to a later one.
  public struct GraphEdge: Hashable, Sendable {
    public let source: Int
    public let target: Int
    public let block: Block
  }

  /// An activation function, named as in space files.
  public enum Activation: String, Hashable, Sendable, CaseIterable {
    case relu
    case relu6
    case swish
    case sigmoid
    case gelu
    /// x relu6(x + 3) / 6 (Howard et al., ICCV 2019).
    case hardSwish = "hard-swish"
    /// relu6(x + 3) / 6
    case hardSigmoid = "hard-sigmoid"
    /// x tanh(log(1 + exp x)) (Misra, BMVC 2020).
    case mish
    /// x where that is positive, else x / 100.
    case leakyReLU = "leaky-relu"
  }
}

/// A number of channels that may refer to the channels of the place and to the incoming ones.
public indirect enum Channels: Hashable, Sendable {
  case fixed(Int)
  /// The channels of the place.
  case place
  /// `numerator / denominator` times the channels at the entry of the block, rounded down.
  case ofInput(numerator: Int, denominator: Int)
  /// `numerator / denominator` times the channels that the layer itself is given, rounded down.
  case ofCurrent(numerator: Int, denominator: Int)
  /// The channels of the place minus the channels at the entry of the block.
  case restOfPlace
  /// `1 / denominator` of the channels of the place, rounded down, or up where `isRoundedUp`.
  case shareOfPlace(denominator: Int, isRoundedUp: Bool)
  /// The nearest multiple of `divisor`, but at least `divisor`. Where that takes away more than a
  /// tenth, the next multiple above (`make_divisible` of the MobileNet codes).
  case divisible(Channels, by: Int)
}

/// A convolution over the positions of a feature map.
public struct BlockConvolution: Hashable, Sendable {
  /// The number of groups of channels.
  public enum Groups: Hashable, Sendable {
    case fixed(Int)
    /// One for each channel.
    case depthwise
  }

  public var kernelHeight: Int
  public var kernelWidth: Int
  public var verticalStride: BlockStride
  public var horizontalStride: BlockStride
  public var dilation: Int
  public var channels: Channels
  public var groups: Groups
  public var hasBias: Bool
}

/// A stride that may be that of the place.
public enum BlockStride: Hashable, Sendable {
  case fixed(Int)
  /// The stride of the place.
  case place
}

/// A pooling over a square window.
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

/// A fully connected layer.
public struct BlockLinear: Hashable, Sendable {
  /// The number of outputs.
  public enum Features: Hashable, Sendable {
    case channels(Channels)
    /// One for each class of the data set.
    case classes
  }

  public var features: Features
  public var hasBias: Bool

  public init(features: Features, hasBias: Bool) {
    (self.features, self.hasBias) = (features, hasBias)
  }
}

/// A gate for each channel from the means of all channels, through two linear layers with biases
/// (Hu et al., CVPR 2018).
public struct BlockSqueezeExcite: Hashable, Sendable {
  /// Between the two linear layers.
  public var channels: Channels
  /// Behind the first linear layer.
  public var activation: BlockLayer.Activation
  /// Behind the second linear layer.
  public var gate: BlockLayer.Activation
}

/// Multi-head self-attention over all positions: queries, keys and values of `heads` heads, and a
/// projection with a bias back to the channels that came in (Vaswani et al., NIPS 2017).
public struct BlockAttention: Hashable, Sendable {
  /// The number of heads.
  public var heads: Int
  /// The channels of each head; nil for an equal share of the incoming channels.
  public var headChannels: Int?
  /// Of queries, keys and values.
  public var hasBias: Bool
  /// The farthest distance, in rows or columns, that has a learned embedding of its own for keys
  /// and values (AutoFormer, Chen et al., ICCV 2021); nil for none.
  public var relativePositions: Int?
}
