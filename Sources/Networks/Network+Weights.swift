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
  /// - Complexity: O(1)
  public func weights(of index: Int) -> Weights? { weights(of: layers[index]) }

  /// The weights of a layer; nil for a layer that is no convolution and not linear.
  ///
  /// - Complexity: O(1)
  public func weights(of layer: Layer) -> Weights? {
    switch layer.kind {
    case .convolution(let convolution):
      let input = layers[layer.input].shape
      let taps = convolution.kernelHeight * convolution.kernelWidth
      let positions = layer.shape.height * layer.shape.width
      return Weights(
        outputs: layer.shape.channels, fanIn: taps * (input.channels / convolution.groups),
        groups: convolution.groups, taps: taps, positions: positions,
        inputPositions: input.height * input.width, hasBias: convolution.hasBias,
        coverage: layer.coverage)
    case .linear(let hasBias):
      return Weights(
        outputs: layer.shape.channels, fanIn: layers[layer.input].shape.channels, groups: 1,
        taps: 1, positions: 1, inputPositions: 1, hasBias: hasBias, coverage: 1)
    case .input, .zeros, .batchNorm, .instanceNorm, .mapNorm, .layerNorm, .activation, .pooling,
      .globalAveragePooling, .attention, .product, .classToken, .takeClassToken, .dropClassToken,
      .positionEmbedding, .sum, .concatenation, .slice, .channelShuffle, .transpose:
      return nil
    }
  }
}

extension Network.Convolution {
  /// The share of taps that lie on the input map, over all places of the output.
  ///
  /// - Complexity: O(rows + columns of the kernel)
  func coverage(from input: Network.Shape, to output: Network.Shape) -> Double {
    let rows = Network.Convolution.tapsInside(
      input.height, outputs: output.height, kernel: kernelHeight, stride: verticalStride,
      dilation: dilation, padding: verticalPadding)
    let columns = Network.Convolution.tapsInside(
      input.width, outputs: output.width, kernel: kernelWidth, stride: horizontalStride,
      dilation: dilation, padding: horizontalPadding)
    return Double(rows * columns)
      / Double(kernelHeight * kernelWidth * output.height * output.width)
  }

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
