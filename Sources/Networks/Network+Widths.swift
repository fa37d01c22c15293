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
      case convolution(height: Int, width: Int, down: Int, across: Int, dilation: Int)
      case pooling(Pooling)
      case attention(heads: Int)
    }

    let kind: Kind
    let height: Int
    let width: Int
  }

  /// The layers that count without those that mix channels only, without all channels: networks that are equal
  /// in this differ in their widths, and in what changes widths. In the order of the layers.
  public var structure: [Step] {
    zip(layers, liveLayers).compactMap { layer, isLive in
      guard isLive else { return nil }
      let kind: Step.Kind
      switch layer.kind {
      case .activation(let activation): kind = .activation(activation)
      case .pooling(let pooling): kind = .pooling(pooling)
      case .attention(let attention): kind = .attention(heads: attention.heads)
      case .convolution(let convolution):
        guard convolution.windowHeight > 1 || convolution.windowWidth > 1 else { return nil }
        kind = .convolution(
          height: convolution.kernelHeight, width: convolution.kernelWidth,
          down: convolution.verticalStride, across: convolution.horizontalStride,
          dilation: convolution.dilation)
      default: return nil
      }
      return Step(kind: kind, height: layer.shape.height, width: layer.shape.width)
    }
  }
}
