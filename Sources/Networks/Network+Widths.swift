import Spaces

extension Network {
  /// Minus the sum, over all activations that count, of 1 / sqrt(channels): higher is wider, and a narrow
  /// layer is not made up for by a wide one.
  ///
  /// A layer of n random units knows what infinitely many would know up to an error of the order 1 / sqrt(n)
  /// (Rahimi and Recht, "Weighted Sums of Random Kitchen Sinks", NIPS 2008), whatever its resolution. Says
  /// something only where networks are alike but for their widths, ``structure``: every layer lowers it.
  ///
  /// - Complexity: O(layers)
  public var width: Double {
    var counts: [Int: Int] = [:]
    for (layer, isLive) in zip(layers, liveLayers) where isLive {
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

  /// The layers that count without those that mix channels only, without all channels: networks that are equal
  /// in this differ in their widths, and in what changes widths. In the order of the layers.
  public var structure: [Step] {
    var steps: [Step] = []
    // The steps that a layer is made of, by their places.
    var places: [[Int]] = []
    for (layer, isLive) in zip(layers, liveLayers) {
      let sources = layer.inputs.flatMap { places[$0] }
      guard isLive, let kind = Step.Kind(layer.kind) else {
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
      .slice, .channelShuffle:
      return nil
    }
  }
}
