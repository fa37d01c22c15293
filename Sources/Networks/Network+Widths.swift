import Spaces

extension Network {
  /// Minus the sum of 1 / sqrt(channels) over the live activations: higher is wider, and a wide
  /// layer does not make up for a narrow one.
  ///
  /// The function of n random units differs from that of infinitely many by an error of the order
  /// 1 / sqrt(n) (Rahimi and Recht, "Weighted Sums of Random Kitchen Sinks", NIPS 2008), whatever
  /// the resolution. The sum compares only networks with the same ``structure``: every further
  /// layer lowers it.
  ///
  /// - Complexity: O(layers)
  public var width: Double {
    var counts: [Int: Int] = [:]
    for layer in layers where layer.isLive {
      if case .activation = layer.kind { counts[layer.shape.channels, default: 0] += 1 }
    }
    // In this order equal widths at other places give the same bits.
    return -counts.sorted { $0.key < $1.key }.reduce(0) { sum, entry in
      sum + Double(entry.value) / Double(entry.key).squareRoot()
    }
  }

  /// What a layer does besides mixing channels, and at which resolution.
  public struct Step: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case activation(BlockLayer.Activation)
      case convolution(
        height: Int, width: Int, down: Int, across: Int, dilation: Int, isGrouped: Bool)
      case pooling(Pooling)
      case attention(heads: Int)
      /// Ways that meet.
      case sum
      case concatenation
      case product
    }

    let kind: Kind
    let height: Int
    let width: Int
    /// The places of the steps that it reads.
    let sources: [Int]
  }

  /// The live layers in their order, without their numbers of channels and without the layers that
  /// only mix channels. Networks of equal structure differ in their widths alone.
  public var structure: [Step] {
    var steps: [Step] = []
    // The steps that a layer is made of, by their places.
    var places: [[Int]] = []
    for layer in layers {
      let sources = inputs(of: layer).flatMap { places[$0] }
      guard layer.isLive, let kind = Step.Kind(layer.kind) else {
        places.append(sources)
        continue
      }
      places.append([steps.count])
      steps.append(
        Step(
          kind: kind, height: layer.shape.height, width: layer.shape.width, sources: sources))
    }
    return steps
  }
}

extension Network.Step.Kind {
  /// Nil for what mixes or scales channels only.
  fileprivate init?(_ kind: Network.Kind) {
    switch kind {
    case .activation(let activation): self = .activation(activation)
    case .pooling(let pooling): self = .pooling(pooling)
    case .attention(let attention): self = .attention(heads: attention.heads)
    case .convolution(let convolution):
      guard convolution.windowHeight > 1 || convolution.windowWidth > 1 else { return nil }
      self = .convolution(
        height: convolution.kernelHeight, width: convolution.kernelWidth,
        down: convolution.verticalStride, across: convolution.horizontalStride,
        dilation: convolution.dilation, isGrouped: convolution.groups > 1)
    case .sum: self = .sum
    case .concatenation: self = .concatenation
    case .product: self = .product
    case .input, .zeros, .linear, .batchNorm, .instanceNorm, .mapNorm, .layerNorm,
      .globalAveragePooling, .classToken, .takeClassToken, .dropClassToken, .positionEmbedding,
      .slice, .channelShuffle, .transpose:
      return nil
    }
  }
}
