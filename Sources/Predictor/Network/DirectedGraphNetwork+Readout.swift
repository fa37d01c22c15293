import Spaces
import Tensors

// The first and the last step, shared by training and scoring.
extension DirectedGraphNetwork {
  /// The rows of W_embed that S is multiplied with, [6, D]; empty when the network does not read S.
  package var signalEmbedding: Range<Int> {
    embedding.lowerBound + configuration.features * configuration.width..<embedding.upperBound
  }

  /// X W_embed: the first h of each operator before signals are added, [O, D].
  package func embeddedOperators(_ features: Matrix, _ parameters: UnsafePointer<Float>) -> [Float]
  {
    let weight = Matrix(
      rows: configuration.features, columns: configuration.width,
      elements: Array(
        UnsafeBufferPointer(
          start: parameters + embedding.lowerBound,
          count: configuration.features * configuration.width)))
    return features.multiplied(by: weight).elements
  }

  /// The scores of a batch whose last hidden vectors are `hidden`.
  ///
  /// - Parameters:
  ///   - readout: receives r, [B, 3D]
  ///   - active: receives ReLU(r W_1 + b_1), [B, D]
  package func readOut(
    _ batch: GraphBatch, hidden: UnsafePointer<Float>, _ parameters: UnsafePointer<Float>,
    readout: UnsafeMutablePointer<Float>, active: UnsafeMutablePointer<Float>
  ) -> [Float] {
    let (graphs, width) = (batch.graphCount, configuration.width)
    for graph in 0..<graphs {
      let rows = Int(batch.starts[graph])..<Int(batch.starts[graph + 1])
      let part = readout + graph * 3 * width
      for channel in stride(from: 0, to: width, by: Lanes.count) {
        var sum = SIMD16<Float>.zero
        for row in rows { sum += (hidden + row * width).lanes(at: channel) }
        part.store(
          (hidden + (rows.upperBound - 1) * width).lanes(at: channel), at: channel)
        (part + width).store(sum / Float(rows.count), at: channel)
        (part + 2 * width).store(sum / DirectedGraphNetwork.typicalNodeCount, at: channel)
      }
    }
    RowKernel.multiply(
      rows: graphs, columns: width, inner: 3 * width, readout,
      parameters + readoutWeight.lowerBound, into: active)
    let bias = parameters + readoutBias.lowerBound
    let weight = parameters + scoreWeight.lowerBound
    return (0..<graphs).map { graph in
      var sum = SIMD16<Float>.zero
      for channel in stride(from: 0, to: width, by: Lanes.count) {
        let row = active + graph * width
        let value = (row.lanes(at: channel) + bias.lanes(at: channel)).rectified
        row.store(value, at: channel)
        sum += value * weight.lanes(at: channel)
      }
      return sum.total + parameters[scoreBias.lowerBound]
    }
  }
}
