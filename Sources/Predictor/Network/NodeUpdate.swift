import CKernels
import Tensors

/// The part of a layer between its matrix product and the next one: messages, bias, layer norm,
/// ReLU and residual, node by node, so that a node's vector stays in the cache.
///
/// The naive twin is ``DirectedGraphNetwork/naiveScore(of:features:parameters:)``.
struct NodeUpdate {
  let width: Int
  /// h times the layer's weight, [M, 3D]
  let mixed: UnsafePointer<Float>
  /// [D]
  let bias: UnsafePointer<Float>
  /// [D]
  let scale: UnsafePointer<Float>
  /// h before the layer, [M, D]
  let hidden: UnsafePointer<Float>

  init(
    _ layer: DirectedGraphNetwork.Layer, width: Int, parameters: UnsafePointer<Float>,
    mixed: UnsafePointer<Float>, hidden: UnsafePointer<Float>
  ) {
    self.width = width
    self.mixed = mixed
    self.hidden = hidden
    bias = parameters + layer.bias.lowerBound
    scale = parameters + layer.scale.lowerBound
  }

  /// For all nodes of a batch.
  ///
  /// - Parameters:
  ///   - result: receives h after the layer, [N, D]; may be where h was before
  ///   - normalised: receives the normalised vectors, which the gradient needs, [N, D]
  ///   - inverseDeviations: receives the reciprocals of the standard deviations, [N]
  func callAsFunction(
    _ batch: GraphBatch, into result: UnsafeMutablePointer<Float>,
    normalised: UnsafeMutablePointer<Float>? = nil,
    inverseDeviations: UnsafeMutablePointer<Float>? = nil
  ) {
    batch.withAdjacencies { down, up in
      tgnas_update_nodes(
        batch.nodeCount, width, nil, down.forC, up.forC, mixed, bias, scale,
        DirectedGraphNetwork.normEpsilon, hidden, result, normalised, inverseDeviations)
    }
  }

  /// For all colours after a round.
  ///
  /// - Parameter result: receives h after the layer, [C, D]; not where h was before
  func callAsFunction(
    _ round: ColourRefinement.Round, into result: UnsafeMutablePointer<Float>
  ) {
    tgnas_update_nodes(
      round.count, width, round.own.pointer, round.down.forC, round.up.forC, mixed, bias, scale,
      DirectedGraphNetwork.normEpsilon, hidden, result, nil, nil)
  }
}

extension GraphBatch {
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
