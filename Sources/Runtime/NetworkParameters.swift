import Networks
import Randomness

/// The trained numbers of a network, before training.
public struct NetworkParameters<Scalar: RuntimeScalar>: Sendable {
  /// By layer. A convolution has [outputs, inputs of a group, kernel height, kernel width], then
  /// its bias; a linear layer [outputs, inputs], then its bias; a norm scales, then shifts;
  /// attention with relative positions the embeddings of rows of keys, columns of keys, rows of
  /// values and columns of values, each [embeddings, channels of a head].
  public var values: [[Scalar]]

  /// Draws the parameters of each layer from a stream of its own.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public init(
    of network: Network, _ initialisation: WeightInitialisation, seed: UInt64
  ) {
    let source = SplitMix64(seed: seed)
    values = network.layers.enumerated().map { index, layer in
      var random = source.stream(UInt64(index))
      return NetworkParameters.drawn(layer, of: network, initialisation, using: &random)
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func drawn(
    _ layer: Network.Layer, of network: Network, _ initialisation: WeightInitialisation,
    using random: inout SplitMix64
  ) -> [Scalar] {
    let count = layer.parameters(in: network)
    switch layer.kind {
    case .convolution, .linear:
      guard let weights = network.weights(of: layer) else {
        preconditionFailure("\(network.name(of: layer)) has weights")
      }
      let variance = initialisation.variance(of: weights, in: layer)
      let bound = 1 / Double(weights.fanIn).squareRoot()
      let isUniform = initialisation.isUniform(in: layer)
      return (0..<count).map { place in
        if isUniform { return Scalar(random.uniform(in: -bound..<bound)) }
        return place < weights.count ? Scalar(variance.squareRoot() * random.normal()) : 0
      }
    case .batchNorm, .instanceNorm, .layerNorm, .mapNorm:
      return [Scalar](repeating: 1, count: count / 2) + [Scalar](repeating: 0, count: count / 2)
    case .attention, .classToken, .positionEmbedding:
      return (0..<count).map { _ in Scalar(0.02 * random.normal()) }
    case .input, .zeros, .activation, .pooling, .globalAveragePooling, .product, .takeClassToken,
      .dropClassToken, .sum, .concatenation, .slice, .channelShuffle, .transpose:
      return []
    }
  }

  /// Makes every number its absolute value, as SynFlow does.
  public mutating func makePositive() {
    for layer in values.indices {
      for place in values[layer].indices { values[layer][place] = abs(values[layer][place]) }
    }
  }
}
