import CKernels
import Tensors

extension GraphBatch {
  /// The part of a layer between its matrix product and the next one: messages, bias, layer norm, ReLU
  /// and residual, node by node, so that a node's vector stays in the cache.
  ///
  /// The naive twin is ``DirectedGraphNetwork/naiveScore(of:features:parameters:)``.
  ///
  /// - Parameters:
  ///   - mixed: h times the layer's weight, [N, 3H]
  ///   - bias: [H]
  ///   - scale: [H]
  ///   - hidden: h before the layer, [N, H]
  ///   - result: receives h after the layer, [N, H]; may be the same place
  ///   - normalised: receives the normalised vectors, which the gradient needs, [N, H]
  ///   - inverseDeviations: receives the reciprocals of the standard deviations, [N]
  func updateNodes(
    width: Int, mixed: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    scale: UnsafePointer<Float>, from hidden: UnsafePointer<Float>,
    into result: UnsafeMutablePointer<Float>, normalised: UnsafeMutablePointer<Float>? = nil,
    inverseDeviations: UnsafeMutablePointer<Float>? = nil
  ) {
    withAdjacencies { down, up in
      tgnas_update_nodes(
        nodeCount, width, down.forC, up.forC, mixed, bias, scale,
        DirectedGraphNetwork.normEpsilon, hidden, result, normalised, inverseDeviations)
    }
  }

  /// Calls `body` with the two adjacencies at fixed addresses.
  func withAdjacencies<T>(_ body: (_ down: AdjacencyPointers, _ up: AdjacencyPointers) -> T) -> T {
    down.withPointers { down in up.withPointers { up in body(down, up) } }
  }
}

/// An ``Adjacency`` at fixed addresses.
struct AdjacencyPointers {
  let starts: UnsafeBufferPointer<Int32>
  let neighbours: UnsafeBufferPointer<Int32>
  let weights: UnsafeBufferPointer<Float>

  @inline(__always)
  func edges(of node: Int) -> Range<Int> {
    Int(starts[node])..<Int(starts[node + 1])
  }

  fileprivate var forC: tgnas_adjacency {
    tgnas_adjacency(
      starts: starts.baseAddress, neighbours: neighbours.baseAddress, weights: weights.baseAddress)
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
