extension Network {
  /// Whether each layer is on a way from the input to the output that zeros do not cut: what the
  /// others compute is thrown away, or is a computation on nothing.
  ///
  /// - Complexity: O(layers)
  public var liveLayers: [Bool] {
    var isReached: [Bool] = []
    for layer in layers {
      switch layer.kind {
      case .input: isReached.append(true)
      case .zeros: isReached.append(false)
      case .convolution, .linear, .batchNorm, .instanceNorm, .mapNorm, .layerNorm, .activation,
        .pooling, .globalAveragePooling, .attention, .product, .classToken, .takeClassToken,
        .dropClassToken, .positionEmbedding, .sum, .concatenation, .slice, .channelShuffle:
        isReached.append(layer.inputs.contains { isReached[$0] })
      }
    }
    var isLive = [Bool](repeating: false, count: layers.count)
    isLive[layers.count - 1] = isReached[layers.count - 1]
    for index in layers.indices.reversed() where isLive[index] {
      for input in layers[index].inputs where isReached[input] { isLive[input] = true }
    }
    return isLive
  }

  /// ``NetworkCost/multiplyAccumulates`` of the ``liveLayers`` alone.
  public var liveMultiplyAccumulates: Int {
    zip(layers, liveLayers).reduce(0) { sum, layer in
      sum + (layer.1 ? layer.0.multiplyAccumulates(in: self) : 0)
    }
  }

  /// The sum over the ``liveLayers`` of the root of their multiply-accumulates, of one group where
  /// a convolution has several. It lies between the multiply-accumulates, which a few wide layers
  /// decide, and the number of layers: more of the same in one layer brings less and less.
  ///
  /// - Complexity: O(layers)
  public var rootSize: Double {
    zip(layers, liveLayers).reduce(0) { sum, pair in
      let (layer, isLive) = pair
      guard isLive else { return sum }
      var products = Double(layer.multiplyAccumulates(in: self))
      if case .convolution(let convolution) = layer.kind {
        products /= Double(convolution.groups)
      }
      return sum + products.squareRoot()
    }
  }
}
