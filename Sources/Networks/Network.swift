import Spaces

/// A whole network as a typed graph of primitive layers with known shapes: what stands between an
/// architecture and its costs, drawings and exports.
///
/// Layers stand in topological order: the input first, the output last. Nothing is trained or run.
public struct Network: Sendable {
  /// Channels and resolution of a feature map; after the global pooling the resolution is 1 x 1.
  public struct Shape: Hashable, Sendable, CustomStringConvertible {
    public var channels: Int
    public var height: Int
    public var width: Int

    public init(channels: Int, height: Int, width: Int) {
      self.channels = channels
      self.height = height
      self.width = width
    }

    public var elements: Int { channels * height * width }
    public var description: String { "\(channels)x\(height)x\(width)" }
  }

  public struct Convolution: Hashable, Sendable {
    public let kernelHeight: Int
    public let kernelWidth: Int
    public let stride: Int
    public let dilation: Int
    public let groups: Int
    public let hasBias: Bool

    /// Zeros around the input that keep the resolution at stride 1.
    public var verticalPadding: Int { dilation * (kernelHeight - 1) / 2 }
    public var horizontalPadding: Int { dilation * (kernelWidth - 1) / 2 }
  }

  public struct Pooling: Hashable, Sendable {
    public let kind: BlockPooling.Kind
    public let kernel: Int
    public let stride: Int
    public let padding: Int
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
    /// Fully connected, with a bias.
    case linear
    /// Of inputs of one shape.
    case sum
    /// Of channels, in the order of the inputs.
    case concatenation
    /// The first channels of its input.
    case firstChannels
    /// Nothing but zeros.
    case zeros
  }

  public struct Layer: Hashable, Sendable {
    /// Where the layer is: `stage 1/cell 2/edge 0-3 nor_conv_3x3`.
    public let name: String
    public let kind: Kind
    /// Earlier layers.
    public let inputs: [Int]
    /// Of the output.
    public let shape: Shape
  }

  public internal(set) var layers: [Layer] = []

  public var output: Layer { layers[layers.count - 1] }
}
