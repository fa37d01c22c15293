import Spaces

/// What a network costs. Exact: counted from its layers, nothing is estimated.
public struct NetworkCost: Hashable, Sendable {
  /// Numbers that are trained: weights and biases, scales and shifts of batch norms.
  public let parameters: Int
  /// Multiply-accumulates of convolutions and linear layers for one image, biases aside, as most
  /// papers count "FLOPs"; everything else is not counted.
  public let multiplyAccumulates: Int
  /// Layers with weights on the longest way from input to output.
  public let depth: Int
  /// Pixels of the image, in one direction, that can change one position of the last feature map
  /// before the global pooling.
  public let receptiveField: Int
  /// Numbers that all layers put out for one image, which is what training has to remember.
  public let activations: Int

  public init(of network: Network) {
    var (parameters, products, activations) = (0, 0, 0)
    var ways = [Way](repeating: Way(), count: network.layers.count)
    var widest = 1
    for (index, layer) in network.layers.enumerated() {
      parameters += layer.parameters(in: network)
      products += layer.multiplyAccumulates(in: network)
      activations += layer.kind == .input ? 0 : layer.shape.elements
      var way = Way()
      if layer.kind != .zeros, layer.kind != .input {
        let sources = layer.inputs.map { ways[$0] }.filter { $0.isAlive }
        way.isAlive = !sources.isEmpty
        way.depth = sources.map(\.depth).max() ?? 0
        way.field = sources.map(\.field).max() ?? 1
        way.jump = sources.map(\.jump).max() ?? 1
        way.advance(through: layer)
      } else {
        way.isAlive = layer.kind == .input
      }
      if layer.shape.height > 1 || layer.shape.width > 1 { widest = way.field }
      ways[index] = way
    }
    self.parameters = parameters
    multiplyAccumulates = products
    depth = ways.last?.depth ?? 0
    receptiveField = widest
    self.activations = activations
  }

  /// The longest way from the input to a layer.
  private struct Way {
    var isAlive = true
    var depth = 0
    var field = 1
    /// Pixels between neighbouring positions.
    var jump = 1

    mutating func advance(through layer: Network.Layer) {
      switch layer.kind {
      case .convolution(let convolution):
        depth += 1
        let kernel = max(convolution.kernelHeight, convolution.kernelWidth)
        field += convolution.dilation * (kernel - 1) * jump
        jump *= convolution.stride
      case .pooling(let pooling):
        field += (pooling.kernel - 1) * jump
        jump *= pooling.stride
      case .linear:
        depth += 1
      default:
        break
      }
    }
  }
}

extension Network.Layer {
  public func parameters(in network: Network) -> Int {
    let inputs = self.inputs.first.map { network.layers[$0].shape.channels } ?? 0
    switch kind {
    case .convolution(let convolution):
      return convolution.kernelHeight * convolution.kernelWidth * (inputs / convolution.groups)
        * shape.channels + (convolution.hasBias ? shape.channels : 0)
    case .linear: return inputs * shape.channels + shape.channels
    case .batchNorm, .instanceNorm: return 2 * shape.channels
    case .mapNorm: return 2 * shape.elements
    default: return 0
    }
  }

  public func multiplyAccumulates(in network: Network) -> Int {
    let inputs = self.inputs.first.map { network.layers[$0].shape.channels } ?? 0
    switch kind {
    case .convolution(let convolution):
      return convolution.kernelHeight * convolution.kernelWidth * (inputs / convolution.groups)
        * shape.elements
    case .linear: return inputs * shape.channels
    default: return 0
    }
  }
}
