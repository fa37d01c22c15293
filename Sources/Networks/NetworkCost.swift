import Spaces
import Wording

/// What a network costs. Exact: counted from its layers, nothing is estimated.
public struct NetworkCost: Hashable, Sendable {
  /// Numbers that are trained: weights and biases, scales and shifts of norms, embeddings, tokens.
  public let parameters: Int
  /// Multiply-accumulates of convolutions, linear layers and the two products of attention (queries
  /// with keys, weights with values) for one image, biases aside, as most papers count "FLOPs";
  /// everything else, embeddings of relative positions included, is not counted.
  public let multiplyAccumulates: Int
  /// Layers with weights on the longest way from input to output.
  public let depth: Int
  /// Pixels of the image, in one direction, that can change one position of the last feature map
  /// before the global pooling; gates aside, and at least all of them behind attention.
  public let receptiveField: Int
  /// Numbers that all layers put out for one image, which is what training has to remember.
  public let activations: Int

  public init(of network: Network) {
    var (parameters, products, activations) = (0, 0, 0)
    var ways: [Way] = []
    ways.reserveCapacity(network.layers.count)
    let image = network.layers[0].shape
    var widest = 1
    network.links.withUnsafeBufferPointer { links in
      for layer in network.layers {
        // A single layer is bounded by what a network builder lets through, thousands are not.
        parameters = parameters.addingClamped(layer.parameters(in: network))
        products = products.addingClamped(layer.multiplyAccumulates(in: network))
        activations = activations.addingClamped(layer.kind == .input ? 0 : layer.shape.elements)
        var way = Way()
        way.isAlive = layer.kind == .input
        if layer.kind != .zeros {
          for place in layer.links {
            let source = ways[links[place]]
            if source.isAlive { way.follow(source) }
            // A gate decides about no position.
            if layer.kind == .product ? place == layer.links.lowerBound : source.isAlive {
              way.see(source)
            }
          }
        }
        switch layer.kind {
        // Layers across the positions see all of them.
        case .attention, .transpose:
          way.rows.field = max(way.rows.field, image.height)
          way.columns.field = max(way.columns.field, image.width)
        default: break
        }
        way.advance(through: layer)
        if layer.shape.height > 1 || layer.shape.width > 1 {
          widest = max(way.rows.field, way.columns.field)
        }
        ways.append(way)
      }
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
    var rows = Reach()
    var columns = Reach()

    /// In one direction.
    struct Reach {
      var field = 1
      /// Pixels between neighbouring positions.
      var jump = 1

      mutating func widen(to other: Reach) {
        field = max(field, other.field)
        jump = max(jump, other.jump)
      }

      mutating func pass(window: Int, stride: Int) {
        field = field.addingClamped((window - 1).multipliedClamped(by: jump))
        jump = jump.multipliedClamped(by: stride)
      }
    }

    mutating func follow(_ source: Way) {
      isAlive = true
      depth = max(depth, source.depth)
    }

    mutating func see(_ source: Way) {
      rows.widen(to: source.rows)
      columns.widen(to: source.columns)
    }

    mutating func advance(through layer: Network.Layer) {
      switch layer.kind {
      case .convolution(let convolution):
        depth += 1
        rows.pass(window: convolution.windowHeight, stride: convolution.verticalStride)
        columns.pass(window: convolution.windowWidth, stride: convolution.horizontalStride)
      case .pooling(let pooling):
        rows.pass(window: pooling.kernel, stride: pooling.stride)
        columns.pass(window: pooling.kernel, stride: pooling.stride)
      case .linear:
        depth += 1
      case .input, .zeros, .batchNorm, .instanceNorm, .mapNorm, .layerNorm, .activation,
        .globalAveragePooling, .attention, .product, .classToken, .takeClassToken, .dropClassToken,
        .positionEmbedding, .sum, .concatenation, .slice, .channelShuffle, .transpose:
        break
      }
    }
  }
}

extension Network.Layer {
  public func parameters(in network: Network) -> Int {
    let inputs = network.layers[input].shape.channels
    switch kind {
    case .convolution(let convolution):
      return convolution.kernelHeight * convolution.kernelWidth * (inputs / convolution.groups)
        * shape.channels + (convolution.hasBias ? shape.channels : 0)
    case .linear(let hasBias): return inputs * shape.channels + (hasBias ? shape.channels : 0)
    case .batchNorm, .instanceNorm, .layerNorm: return 2 * shape.channels
    case .attention(let attention):
      // For rows and columns, and for keys and values.
      return (attention.relativePositions?.embeddings ?? 0) * 4 * attention.headChannels
    case .classToken: return shape.channels
    case .positionEmbedding: return shape.elements
    case .mapNorm: return 2 * shape.elements
    case .input, .zeros, .activation, .pooling, .globalAveragePooling, .product, .takeClassToken,
      .dropClassToken, .sum, .concatenation, .slice, .channelShuffle, .transpose:
      return 0
    }
  }

  public func multiplyAccumulates(in network: Network) -> Int {
    let inputs = network.layers[input].shape.channels
    switch kind {
    case .convolution(let convolution):
      return convolution.kernelHeight * convolution.kernelWidth * (inputs / convolution.groups)
        * shape.elements
    case .linear: return inputs * shape.channels
    case .attention: return 2 * shape.elements * shape.height * shape.width
    case .input, .zeros, .batchNorm, .instanceNorm, .mapNorm, .layerNorm, .activation, .pooling,
      .globalAveragePooling, .product, .classToken, .takeClassToken, .dropClassToken,
      .positionEmbedding, .sum, .concatenation, .slice, .channelShuffle, .transpose:
      return 0
    }
  }
}
