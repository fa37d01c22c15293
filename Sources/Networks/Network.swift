import Spaces

/// A whole network as a typed graph of primitive layers with known shapes: what stands between an
/// architecture and its costs, drawings and exports.
///
/// Layers stand in topological order: the input first, the output last. Nothing is trained or run.
public struct Network: Sendable {
  /// Channels and resolution of a feature map; after the global pooling the resolution is 1 x 1.
  public struct Shape: Hashable, Sendable, CustomStringConvertible {
    @Compact public var channels: Int
    @Compact public var height: Int
    @Compact public var width: Int

    public init(channels: Int, height: Int, width: Int) {
      _channels = Compact(wrappedValue: channels)
      _height = Compact(wrappedValue: height)
      _width = Compact(wrappedValue: width)
    }

    public var elements: Int { channels * height * width }
    public var description: String { "\(channels)x\(height)x\(width)" }
  }

  public struct Convolution: Hashable, Sendable {
    @Compact public private(set) var kernelHeight: Int
    @Compact public private(set) var kernelWidth: Int
    @Compact public private(set) var verticalStride: Int
    @Compact public private(set) var horizontalStride: Int
    @Compact public private(set) var dilation: Int
    @Compact public private(set) var groups: Int
    public let hasBias: Bool
    /// Whether zeros around the input keep the resolution at stride 1; patches have none.
    public let isPadded: Bool

    init(
      kernelHeight: Int, kernelWidth: Int, verticalStride: Int, horizontalStride: Int,
      dilation: Int, groups: Int, hasBias: Bool, isPadded: Bool = true
    ) {
      _kernelHeight = Compact(wrappedValue: kernelHeight)
      _kernelWidth = Compact(wrappedValue: kernelWidth)
      _verticalStride = Compact(wrappedValue: verticalStride)
      _horizontalStride = Compact(wrappedValue: horizontalStride)
      _dilation = Compact(wrappedValue: dilation)
      _groups = Compact(wrappedValue: groups)
      (self.hasBias, self.isPadded) = (hasBias, isPadded)
    }

    /// The rows and columns that one position of the output sees.
    public var windowHeight: Int { dilation * (kernelHeight - 1) + 1 }
    public var windowWidth: Int { dilation * (kernelWidth - 1) + 1 }

    public var verticalPadding: Int { isPadded ? dilation * (kernelHeight - 1) / 2 : 0 }
    public var horizontalPadding: Int { isPadded ? dilation * (kernelWidth - 1) / 2 : 0 }
  }

  /// Each position of each head becomes the mean of the head's values, weighted by the softmax of
  /// the products of its query with all keys over the root of the head's channels.
  ///
  /// In: the channels of all heads' queries, then keys, then values; out: those of all heads.
  public struct Attention: Hashable, Sendable {
    @Compact public private(set) var heads: Int
    @Compact public private(set) var headChannels: Int
    /// With embeddings of distances, which are added to keys and to values; nil for none.
    public let relativePositions: RelativePositions?

    init(heads: Int, headChannels: Int, relativePositions: RelativePositions?) {
      _heads = Compact(wrappedValue: heads)
      _headChannels = Compact(wrappedValue: headChannels)
      self.relativePositions = relativePositions
    }
  }

  /// An embedding for each distance in rows and one for each in columns, of both keys and values,
  /// shared by all heads: 2 x (2 x `largest` + 2) for keys and as many for values. Farther ones
  /// share the last; the first stands for what has no distance, the class token.
  public struct RelativePositions: Hashable, Sendable {
    @Compact public private(set) var largest: Int
    /// Of the map of positions.
    @Compact public private(set) var width: Int
    /// Whether the first position is a class token, which has no place on the map.
    public let hasClassToken: Bool

    public init(largest: Int, width: Int, hasClassToken: Bool) {
      _largest = Compact(wrappedValue: largest)
      _width = Compact(wrappedValue: width)
      self.hasClassToken = hasClassToken
    }

    public var embeddings: Int { 2 * largest + 2 }

    /// The embedding that a distance has, in rows or columns.
    ///
    /// - Parameter positions: the number of positions; the result is that of query and key, row by
    ///   row
    public func indices(positions: Int, inRows: Bool) -> [Int] {
      let token = hasClassToken ? 1 : 0
      func place(_ position: Int) -> Int {
        inRows ? (position - token) / width : (position - token) % width
      }
      var found: [Int] = []
      for query in 0..<positions {
        for key in 0..<positions {
          let isToken = query < token || key < token
          let distance = min(largest, max(-largest, place(key) - place(query)))
          found.append(isToken ? 0 : distance + largest + 1)
        }
      }
      return found
    }
  }

  public struct Pooling: Hashable, Sendable {
    public let kind: BlockPooling.Kind
    @Compact public private(set) var kernel: Int
    @Compact public private(set) var stride: Int
    @Compact public private(set) var padding: Int

    init(kind: BlockPooling.Kind, kernel: Int, stride: Int, padding: Int) {
      self.kind = kind
      _kernel = Compact(wrappedValue: kernel)
      _stride = Compact(wrappedValue: stride)
      _padding = Compact(wrappedValue: padding)
    }
  }

  public enum Kind: Hashable, Sendable {
    case input
    case convolution(Convolution)
    /// With a learned scale and shift for each channel.
    case batchNorm
    /// With a learned scale and shift for each channel.
    case instanceNorm
    /// With a learned scale and shift for each element.
    case mapNorm
    case activation(BlockLayer.Activation)
    case pooling(Pooling)
    case globalAveragePooling
    /// With a learned scale and shift for each channel, over the channels at each position.
    case layerNorm
    /// Fully connected, of a vector.
    case linear(hasBias: Bool)
    case attention(Attention)
    /// The product of the first input with the second, which has one number for each channel, or
    /// for each element.
    case product
    /// A learned token before all others, which stand in a row.
    case classToken
    case takeClassToken
    case dropClassToken
    /// A learned number added to each element.
    case positionEmbedding
    /// Of inputs of one shape.
    case sum
    /// Of channels, in the order of the inputs.
    case concatenation
    /// As many neighbouring channels of its input as the output has, from the one of this number
    /// on.
    case slice(from: Int)
    /// The channels of so many equal groups in turn.
    case channelShuffle(groups: Int)
    /// Positions take the part of channels, in a column, and channels that of positions; the shape
    /// says which of the two it is.
    case transpose
    /// Nothing but zeros.
    case zeros
  }

  /// What a layer does and what it puts out. It holds numbers only, so that thousands are cheap to
  /// copy; ``Network/inputs(of:)`` and ``Network/name(of:)`` say the rest.
  public struct Layer: Hashable, Sendable {
    public let kind: Kind
    /// Of the output.
    public let shape: Shape
    /// The first layer that it reads; 0 for the input, which reads none.
    @Compact public internal(set) var input: Int
    /// Where its inputs stand among those of all layers.
    package var links: Range<Int> { firstLink..<firstLink + linkCount }
    @Compact var firstLink: Int
    @Compact var linkCount: Int
    /// Where it is.
    @Compact var place: LayerNames.Place
    /// Whether it is on a way from the input to the output that zeros do not cut. What the others
    /// compute is thrown away, or is a computation on nothing.
    public internal(set) var isLive = false
    /// Of a convolution the share of taps that lie on the input map, over all places of the output.
    /// The others lie on the padding.
    var coverage = 1.0

    init(
      kind: Kind, shape: Shape, input: Int, firstLink: Int, linkCount: Int,
      place: LayerNames.Place
    ) {
      (self.kind, self.shape) = (kind, shape)
      _input = Compact(wrappedValue: input)
      _firstLink = Compact(wrappedValue: firstLink)
      _linkCount = Compact(wrappedValue: linkCount)
      _place = Compact(wrappedValue: place)
    }
  }

  /// The layers that a layer reads, in order.
  public struct Inputs: RandomAccessCollection, Sendable {
    fileprivate let links: [Int]
    fileprivate let range: Range<Int>

    public var startIndex: Int { 0 }
    public var endIndex: Int { range.count }
    public subscript(position: Int) -> Int { links[range.lowerBound + position] }
  }

  public internal(set) var layers: [Layer] = []
  /// The inputs of all layers, one layer after the other.
  package internal(set) var links: [Int] = []
  var names = LayerNames()

  /// Earlier layers.
  public func inputs(of layer: Layer) -> Inputs { Inputs(links: links, range: layer.links) }

  /// Earlier layers.
  public func inputs(of index: Int) -> Inputs { inputs(of: layers[index]) }

  /// Where a layer is: `stage 1/cell 2/edge 0-3 nor_conv_3x3`.
  public func name(of layer: Layer) -> String { names[layer.place] }

  /// Where a layer is.
  public func name(of index: Int) -> String { name(of: layers[index]) }

  /// Whether a layer puts out one number for each channel and no map: what follows a global
  /// pooling.
  public func isVector(_ index: Int) -> Bool {
    let layer = layers[index]
    switch layer.kind {
    case .globalAveragePooling, .takeClassToken, .linear: return true
    case .input, .convolution, .pooling, .attention, .classToken, .dropClassToken, .transpose,
      .zeros:
      return false
    case .batchNorm, .instanceNorm, .mapNorm, .layerNorm, .activation, .sum, .concatenation,
      .slice, .channelShuffle, .product, .positionEmbedding:
      return isVector(layer.input)
    }
  }

  public var output: Layer { layers[layers.count - 1] }
}
