import Tensors

/// The part of a layer between its matrix product and the next one, for one node at a time:
/// messages, bias, layer norm, ReLU and residual, fused so that a node's vector stays in the cache.
///
/// Plain SIMD of the portable instruction set; the naive twin is
/// ``DirectedGraphNetwork/naiveScore(of:features:parameters:)``.
package enum NodeUpdate {
  /// h <- h + ReLU(scale * LayerNorm(own + sum down + sum up + bias)) for one node.
  ///
  /// - Parameters:
  ///   - mixed: h times the layer's weight, [N, 3H]
  ///   - hidden: h after the layer, [N, H]; the node's row is written
  ///   - normalised: receives the node's normalised vector, which the gradient needs, [H]
  ///   - previous: h before the layer, [N, H]; may be the same place as `hidden`
  /// - Returns: the reciprocal of the standard deviation.
  @inline(__always) @discardableResult
  package static func apply(
    node: Int, width: Int, down: borrowing AdjacencyPointers, up: borrowing AdjacencyPointers,
    mixed: UnsafePointer<Float>, bias: UnsafePointer<Float>, scale: UnsafePointer<Float>,
    from previous: UnsafePointer<Float>, into hidden: UnsafeMutablePointer<Float>,
    normalised: UnsafeMutablePointer<Float>
  ) -> Float {
    let own = mixed + node * 3 * width
    var sum = SIMD16<Float>.zero
    for channel in stride(from: 0, to: width, by: Lanes.count) {
      var z = own.lanes(at: channel) + bias.lanes(at: channel)
      for edge in down.edges(of: node) {
        let message = mixed + Int(down.neighbours[edge]) * 3 * width + width
        z += down.weights[edge] * message.lanes(at: channel)
      }
      for edge in up.edges(of: node) {
        let message = mixed + Int(up.neighbours[edge]) * 3 * width + 2 * width
        z += up.weights[edge] * message.lanes(at: channel)
      }
      sum += z
      normalised.store(z, at: channel)
    }
    let mean = SIMD16(repeating: sum.total / Float(width))
    var squares = SIMD16<Float>.zero
    for channel in stride(from: 0, to: width, by: Lanes.count) {
      let centred = normalised.lanes(at: channel) - mean
      squares += centred * centred
      normalised.store(centred, at: channel)
    }
    let variance = squares.total / Float(width)
    let inverseDeviation = 1 / (variance + DirectedGraphNetwork.normEpsilon).squareRoot()
    for channel in stride(from: 0, to: width, by: Lanes.count) {
      let unit = normalised.lanes(at: channel) * inverseDeviation
      normalised.store(unit, at: channel)
      let active = (unit * scale.lanes(at: channel)).clamped(
        lowerBound: .zero, upperBound: SIMD16(repeating: .infinity))
      (hidden + node * width).store(
        (previous + node * width).lanes(at: channel) + active, at: channel)
    }
    return inverseDeviation
  }
}

/// An ``Adjacency`` at fixed addresses.
package struct AdjacencyPointers {
  package let starts: UnsafeBufferPointer<Int32>
  package let neighbours: UnsafeBufferPointer<Int32>
  package let weights: UnsafeBufferPointer<Float>

  @inline(__always)
  package func edges(of node: Int) -> Range<Int> {
    Int(starts[node])..<Int(starts[node + 1])
  }
}

extension GraphBatch {
  /// Calls `body` with the two adjacencies at fixed addresses.
  package func withAdjacencies<T>(_ body: (_ down: AdjacencyPointers, _ up: AdjacencyPointers) -> T) -> T {
    down.withPointers { down in up.withPointers { up in body(down, up) } }
  }
}

extension Adjacency {
  fileprivate func withPointers<T>(_ body: (AdjacencyPointers) -> T) -> T {
    starts.withUnsafeBufferPointer { starts in
      neighbours.withUnsafeBufferPointer { neighbours in
        weights.withUnsafeBufferPointer { weights in
          body(AdjacencyPointers(starts: starts, neighbours: neighbours, weights: weights))
        }
      }
    }
  }
}
