extension Network {
  /// Marks the layers that are on a way from the input to the output.
  ///
  /// - Complexity: O(layers)
  mutating func findLiveLayers() {
    layers.withUnsafeMutableBufferPointer { layers in
      links.withUnsafeBufferPointer { links in
        // Those that the input reaches, and of these those that reach the output.
        for index in layers.indices {
          layers[index].isLive =
            switch layers[index].kind {
            case .input: true
            case .zeros: false
            default: layers[index].links.contains { layers[links[$0]].isLive }
            }
        }
        var isRead = [Bool](repeating: false, count: layers.count)
        isRead[layers.count - 1] = true
        for index in layers.indices.reversed() {
          layers[index].isLive = layers[index].isLive && isRead[index]
          guard layers[index].isLive else { continue }
          for place in layers[index].links { isRead[links[place]] = true }
        }
      }
    }
  }

  /// ``NetworkCost/multiplyAccumulates`` of the live layers alone.
  public var liveMultiplyAccumulates: Int {
    layers.reduce(0) { sum, layer in
      sum + (layer.isLive ? layer.multiplyAccumulates(in: self) : 0)
    }
  }

  /// The sum over the live layers of the root of their multiply-accumulates, of one group where
  /// a convolution has several. It lies between the multiply-accumulates, which a few wide layers
  /// decide, and the number of layers: more of the same in one layer brings less and less.
  ///
  /// - Complexity: O(layers)
  public var rootSize: Double {
    layers.reduce(0) { sum, layer in
      guard layer.isLive else { return sum }
      var products = Double(layer.multiplyAccumulates(in: self))
      if case .convolution(let convolution) = layer.kind {
        products /= Double(convolution.groups)
      }
      return sum + products.squareRoot()
    }
  }
}
