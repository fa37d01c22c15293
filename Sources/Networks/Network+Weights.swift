extension Network {
  /// The weights of a convolution or of a linear layer, without its bias.
  public struct Weights: Hashable, Sendable {
    /// Channels that the layer puts out.
    public let outputs: Int
    /// How many inputs one output sums up: PyTorch's fan-in.
    public let fanIn: Int
    /// Of the channels; 1 for a linear layer.
    public let groups: Int
    /// Rows times columns of the kernel.
    public let taps: Int
    /// Places of the output map.
    public let positions: Int
    /// Places of the input map.
    public let inputPositions: Int
    public let hasBias: Bool
    /// The share of taps that lie on the input map, over all places of the output. The others lie
    /// on the padding.
    public let coverage: Double

    /// All weights of the layer.
    public var count: Int { outputs * fanIn }
  }

  /// The weights of a layer; nil for a layer that is no convolution and not linear.
  ///
  /// - Complexity: O(rows + columns of the kernel)
  public func weights(of layer: Layer) -> Weights? {
    switch layer.kind {
    case .convolution(let convolution):
      let input = layers[layer.inputs[0]].shape
      let taps = convolution.kernelHeight * convolution.kernelWidth
      let rows = Convolution.tapsInside(
        input.height, outputs: layer.shape.height, kernel: convolution.kernelHeight,
        stride: convolution.verticalStride, dilation: convolution.dilation,
        padding: convolution.verticalPadding)
      let columns = Convolution.tapsInside(
        input.width, outputs: layer.shape.width, kernel: convolution.kernelWidth,
        stride: convolution.horizontalStride, dilation: convolution.dilation,
        padding: convolution.horizontalPadding)
      let positions = layer.shape.height * layer.shape.width
      return Weights(
        outputs: layer.shape.channels, fanIn: taps * (input.channels / convolution.groups),
        groups: convolution.groups, taps: taps, positions: positions,
        inputPositions: input.height * input.width, hasBias: convolution.hasBias,
        coverage: Double(rows * columns) / Double(taps * positions))
    case .linear(let hasBias):
      return Weights(
        outputs: layer.shape.channels, fanIn: layers[layer.inputs[0]].shape.channels, groups: 1,
        taps: 1, positions: 1, inputPositions: 1, hasBias: hasBias, coverage: 1)
    case .input, .zeros, .batchNorm, .instanceNorm, .mapNorm, .layerNorm, .activation, .pooling,
      .globalAveragePooling, .attention, .product, .classToken, .takeClassToken, .dropClassToken,
      .positionEmbedding, .sum, .concatenation, .slice, .channelShuffle:
      return nil
    }
  }
}

extension Network.Convolution {
  /// Along one axis the number of pairs of a place of the output and a tap that lies on the input.
  ///
  /// - Parameters:
  ///   - size: of the input
  ///   - outputs: places of the output
  static func tapsInside(
    _ size: Int, outputs: Int, kernel: Int, stride: Int, dilation: Int, padding: Int
  ) -> Int {
    (0..<kernel).reduce(0) { sum, tap in
      // Place o sees the input at o * stride + offset.
      let offset = tap * dilation - padding
      let first = offset >= 0 ? 0 : (-offset + stride - 1) / stride
      let end = size - 1 - offset < 0 ? 0 : min(outputs, (size - 1 - offset) / stride + 1)
      return sum + max(0, end - first)
    }
  }
}
