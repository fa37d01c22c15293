import Signals
import Spaces
import Tensors
import Wording

extension DirectedGraphNetwork: GraphNetwork {
  /// The inputs with signals and without, where the network reads signals. The network was trained
  /// on both. The mean of its two outputs holds in spaces where either alone fails.
  package func views(of operators: OperatorInputs) -> [OperatorInputs] {
    configuration.signals && operators.propagation != nil
      ? [operators, OperatorInputs(features: operators.features)] : [operators]
  }

  package func scores(
    of graphs: [OperatorGraph], operators: OperatorInputs, parameters: [Float]
  ) -> [Float] {
    Pass(self, graphs[...], operators).forward(parameters)
  }

  package func loss(
    of graphs: [OperatorGraph], operators: OperatorInputs, parameters: inout [Float],
    gradient: inout [Float], threads: Int, _ loss: ([Float]) -> (value: Float, derivative: [Float])
  ) -> Float {
    // The number of parts is fixed: sums of gradients run in the same order for any thread count.
    let parts = 4
    let bounds = (0...parts).map { graphs.count * $0 / parts }
    let passes = Parallel.map(parts, threads: threads) { part, _ in
      Pass(self, graphs[bounds[part]..<bounds[part + 1]], operators)
    }
    let fixed = parameters
    let scores = Parallel.map(parts, threads: threads) { part, _ in passes[part].forward(fixed) }
    let (value, derivative) = loss(scores.flatMap { $0 })
    let gradients = Parallel.map(parts, threads: threads) { part, _ in
      passes[part].backward(derivative[bounds[part]..<bounds[part + 1]], fixed)
    }
    gradient = gradients[0]
    for part in gradients.dropFirst() {
      for index in gradient.indices { gradient[index] += part[index] }
    }
    return value
  }
}

extension DirectedGraphNetwork {
  /// One forward pass and its backward pass over a batch, with everything remembered in between.
  fileprivate final class Pass: @unchecked Sendable {
    // Sendable because one thread at a time runs a pass.
    private let network: DirectedGraphNetwork
    private let batch: GraphBatch
    private let features: Matrix
    private let (nodes, graphs, width): (Int, Int, Int)
    /// h before each layer and after the last, [layers + 1] of [N, D].
    private let hidden: [Buffer<Float>]
    /// The normalised vectors of each layer, [layers] of [N, D].
    private let normalised: [Buffer<Float>]
    /// The reciprocal deviations of each layer, [layers] of [N].
    private let inverseDeviations: [Buffer<Float>]
    /// h times a layer's weight, later the derivative by it, [N, 3D].
    private let mixed: Buffer<Float>
    /// [B, 3D]
    private let readout: Buffer<Float>
    /// After the ReLU, [B, D].
    private let active: Buffer<Float>

    init(
      _ network: DirectedGraphNetwork, _ graphs: ArraySlice<OperatorGraph>,
      _ operators: OperatorInputs
    ) {
      features = operators.features
      precondition(features.columns == network.configuration.features, "features of another kind")
      self.network = network
      batch = GraphBatch(
        graphs, propagation: network.configuration.signals ? operators.propagation : nil)
      nodes = batch.nodeCount
      self.graphs = batch.graphCount
      width = network.configuration.width
      let (nodes, graphs, width) = (nodes, self.graphs, width)
      hidden = (0...network.layers.count).map { _ in Buffer(count: nodes * width) }
      normalised = network.layers.map { _ in Buffer(count: nodes * width) }
      inverseDeviations = network.layers.map { _ in Buffer(count: nodes) }
      mixed = Buffer(count: nodes * 3 * width)
      readout = Buffer(count: graphs * 3 * width)
      active = Buffer(count: graphs * width)
    }

    /// - Returns: the scores, [B]
    func forward(_ values: [Float]) -> [Float] {
      values.withUnsafeBufferPointer { values in
        guard let parameters = values.baseAddress, graphs > 0 else { return [] }
        embed(parameters)
        for (index, layer) in network.layers.enumerated() {
          RowKernel.multiply(
            rows: nodes, columns: 3 * width, inner: width, hidden[index].pointer,
            parameters + layer.weight.lowerBound, into: mixed.pointer)
          let update = NodeUpdate(
            layer, width: width, parameters: parameters, mixed: mixed.pointer,
            hidden: hidden[index].pointer)
          update(
            batch, into: hidden[index + 1].pointer, normalised: normalised[index].pointer,
            inverseDeviations: inverseDeviations[index].pointer)
        }
        return network.readOut(
          batch, hidden: hidden[network.layers.count].pointer, parameters,
          readout: readout.pointer, active: active.pointer)
      }
    }

    private func embed(_ parameters: UnsafePointer<Float>) {
      let table = network.embeddedOperators(features, parameters)
      table.withUnsafeBufferPointer { table in
        for node in 0..<nodes {
          let row = Int(batch.operators[node]) * width
          for channel in 0..<width {
            hidden[0].pointer[node * width + channel] = table[row + channel]
          }
        }
      }
      guard !batch.signals.isEmpty else { return }
      batch.signals.withUnsafeBufferPointer { signals in
        guard let signals = signals.baseAddress else { return }
        BLAS.multiply(
          rows: nodes, columns: width, inner: SignalPropagation.count, signals,
          parameters + network.signalEmbedding.lowerBound, into: hidden[0].pointer, beta: 1)
      }
    }

    /// - Parameter derivative: of the loss by each score, [B]
    /// - Returns: the derivative of the loss by each parameter
    func backward(_ derivative: ArraySlice<Float>, _ values: [Float]) -> [Float] {
      var gradient = [Float](repeating: 0, count: values.count)
      guard graphs > 0 else { return gradient }
      values.withUnsafeBufferPointer { values in
        gradient.withUnsafeMutableBufferPointer { gradient in
          guard let parameters = values.baseAddress, let gradient = gradient.baseAddress else {
            return
          }
          // d: the derivative by h, walked back through the layers.
          let d = Buffer<Float>(count: nodes * width)
          readOutBackward(Array(derivative), parameters, gradient, d.pointer)
          for index in network.layers.indices.reversed() {
            layerBackward(index, parameters, gradient, d.pointer)
          }
          embedBackward(gradient, d.pointer)
        }
      }
      return gradient
    }

    private func readOutBackward(
      _ derivative: [Float], _ parameters: UnsafePointer<Float>,
      _ gradient: UnsafeMutablePointer<Float>, _ d: UnsafeMutablePointer<Float>
    ) {
      let scoreWeight = parameters + network.scoreWeight.lowerBound
      let dActive = Buffer<Float>(count: graphs * width)
      for graph in 0..<graphs {
        gradient[network.scoreBias.lowerBound] += derivative[graph]
        for channel in 0..<width {
          let value = active.pointer[graph * width + channel]
          gradient[network.scoreWeight.lowerBound + channel] += derivative[graph] * value
          let passed = value > 0 ? derivative[graph] * scoreWeight[channel] : 0
          dActive.pointer[graph * width + channel] = passed
          gradient[network.readoutBias.lowerBound + channel] += passed
        }
      }
      BLAS.multiply(
        rows: 3 * width, columns: width, inner: graphs, readout.pointer, dActive.pointer,
        into: gradient + network.readoutWeight.lowerBound, transposingA: true)
      let dReadout = Buffer<Float>(count: graphs * 3 * width)
      BLAS.multiply(
        rows: graphs, columns: 3 * width, inner: width, dActive.pointer,
        parameters + network.readoutWeight.lowerBound, into: dReadout.pointer, transposingB: true)
      for graph in 0..<graphs {
        let rows = Int(batch.starts[graph])..<Int(batch.starts[graph + 1])
        let part = dReadout.pointer + graph * 3 * width
        for channel in 0..<width {
          let shared =
            part[width + channel] / Float(rows.count)
            + part[2 * width + channel] / DirectedGraphNetwork.typicalNodeCount
          for row in rows { d[row * width + channel] = shared }
          d[(rows.upperBound - 1) * width + channel] += part[channel]
        }
      }
    }

    /// Turns `d` from the derivative by h after the layer into the one by h before it.
    private func layerBackward(
      _ index: Int, _ parameters: UnsafePointer<Float>,
      _ gradient: UnsafeMutablePointer<Float>, _ d: UnsafeMutablePointer<Float>
    ) {
      let layer = network.layers[index]
      let scale = parameters + layer.scale.lowerBound
      let dScale = gradient + layer.scale.lowerBound
      let dBias = gradient + layer.bias.lowerBound
      let dMixed = mixed.pointer
      mixed.fill()
      let dz = Buffer<Float>(count: width)
      batch.withAdjacencies { down, up in
        for node in 0..<nodes {
          let unit = normalised[index].pointer + node * width
          var sum = SIMD16<Float>.zero
          var projected = SIMD16<Float>.zero
          for channel in stride(from: 0, to: width, by: Lanes.count) {
            let x = unit.lanes(at: channel)
            let s = scale.lanes(at: channel)
            let passed = SIMD16<Float>.zero.replacing(
              with: (d + node * width).lanes(at: channel), where: (x * s) .> 0)
            dScale.store(dScale.lanes(at: channel) + passed * x, at: channel)
            let byUnit = passed * s
            dz.pointer.store(byUnit, at: channel)
            sum += byUnit
            projected += byUnit * x
          }
          let mean = sum.total / Float(width)
          let slope = projected.total / Float(width)
          let inverseDeviation = inverseDeviations[index].pointer[node]
          for channel in stride(from: 0, to: width, by: Lanes.count) {
            let byZ =
              (dz.pointer.lanes(at: channel) - mean - unit.lanes(at: channel) * slope)
              * inverseDeviation
            dBias.store(dBias.lanes(at: channel) + byZ, at: channel)
            let own = dMixed + node * 3 * width
            own.store(own.lanes(at: channel) + byZ, at: channel)
            for edge in down.edges(of: node) {
              let message = dMixed + Int(down.neighbours[edge]) * 3 * width + width
              message.store(message.lanes(at: channel) + down.weights[edge] * byZ, at: channel)
            }
            for edge in up.edges(of: node) {
              let message = dMixed + Int(up.neighbours[edge]) * 3 * width + 2 * width
              message.store(message.lanes(at: channel) + up.weights[edge] * byZ, at: channel)
            }
          }
        }
      }
      BLAS.multiply(
        rows: width, columns: 3 * width, inner: nodes, hidden[index].pointer, dMixed,
        into: gradient + layer.weight.lowerBound, transposingA: true)
      // The residual passes d on unchanged; the layer adds its own part.
      BLAS.multiply(
        rows: nodes, columns: width, inner: 3 * width, dMixed,
        parameters + layer.weight.lowerBound, into: d, transposingB: true, beta: 1)
    }

    private func embedBackward(
      _ gradient: UnsafeMutablePointer<Float>, _ d: UnsafeMutablePointer<Float>
    ) {
      let byOperator = Buffer<Float>(count: features.rows * width)
      for node in 0..<nodes {
        let row = byOperator.pointer + Int(batch.operators[node]) * width
        for channel in stride(from: 0, to: width, by: Lanes.count) {
          row.store(row.lanes(at: channel) + (d + node * width).lanes(at: channel), at: channel)
        }
      }
      features.elements.withUnsafeBufferPointer { features in
        guard let features = features.baseAddress else { return }
        BLAS.multiply(
          rows: self.features.columns, columns: width, inner: self.features.rows, features,
          byOperator.pointer, into: gradient + network.embedding.lowerBound, transposingA: true)
      }
      guard !batch.signals.isEmpty else { return }
      batch.signals.withUnsafeBufferPointer { signals in
        guard let signals = signals.baseAddress else { return }
        BLAS.multiply(
          rows: SignalPropagation.count, columns: width, inner: nodes, signals, d,
          into: gradient + network.signalEmbedding.lowerBound, transposingA: true)
      }
    }
  }
}
