import Networks

/// Which outputs of layers are there after a network was run forward. The last one always is.
public struct KeptOutputs: Sendable {
  /// Whether the network can be run backward: layers with weights keep their outputs, and what the
  /// way back reads is kept. This is about half of all.
  public var forGradients: Bool
  /// Layers whose outputs will be asked for; nil for all.
  public var layers: Set<Int>?

  public init(forGradients: Bool, layers: Set<Int>?) {
    (self.forGradients, self.layers) = (forGradients, layers)
  }

  /// All of them.
  public static let all = KeptOutputs(forGradients: true, layers: nil)
  /// Those that gradients need.
  public static let forGradients = KeptOutputs(forGradients: true, layers: [])

  /// For each layer whether its output is kept.
  ///
  /// - Parameter hasBatchNorms: whether batch norms are run, not left out
  package func isKept(of network: Network, _ hasBatchNorms: Bool = true) -> [Bool] {
    guard let layers else { return [Bool](repeating: true, count: network.layers.count) }
    var isKept = network.layers.indices.map { layers.contains($0) }
    isKept[network.layers.count - 1] = true
    guard forGradients else { return isKept }
    for (index, layer) in network.layers.enumerated() {
      if network.weights(of: layer) != nil { isKept[index] = true }
      switch layer.kind {
      case .activation(.relu): isKept[index] = true
      case .batchNorm where !hasBatchNorms: break
      case .convolution, .linear, .batchNorm, .instanceNorm, .layerNorm, .mapNorm, .activation,
        .attention, .product:
        for input in network.inputs(of: layer) { isKept[input] = true }
      case .input, .zeros, .pooling, .globalAveragePooling, .positionEmbedding, .sum,
        .classToken, .takeClassToken, .dropClassToken, .concatenation, .slice, .channelShuffle,
        .transpose:
        break
      }
    }
    return isKept
  }
}
