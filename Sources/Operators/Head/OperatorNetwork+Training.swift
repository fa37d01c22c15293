import Learning
import Randomness
import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The targets of a network for some descriptions.
struct OperatorTargets: Sendable {
  /// Indices of kinds, [N].
  let kinds: [Int]
  /// 0 or 1 for each trait and the logarithm of the cost, [N, T].
  let traits: Matrix
}

extension OperatorNetwork {
  /// How heads are trained; chosen on held-out phrasings of an earlier corpus.
  enum Setting {
    static let hidden = 192
    static let epochs = 60
    static let batch = 128
    static let rate: Float = 3e-3
    static let decay: Float = 0.03
    static let dropout = 0.3
    /// The deviation of Gaussian noise on the inputs.
    static let noise: Float = 0.4
    /// The share of a squared error of the cost in the loss.
    static let costShare: Float = 0.3
  }

  /// Trains from random values. Equal arguments give equal bytes on one kernel family of OpenBLAS.
  func trained(
    on input: Matrix, _ targets: OperatorTargets, seed: UInt64, progress: (Double) -> Void
  ) -> [Float] {
    let random = SplitMix64(seed: seed)
    var draws = random.stream(1)
    var parameters = layout.initialValues(using: &draws)
    var gradient = [Float](repeating: 0, count: parameters.count)
    var optimiser = AdamW(layout: layout, decay: Setting.decay)
    let batches = (input.rows + Setting.batch - 1) / Setting.batch
    let steps = batches * Setting.epochs
    var step = 0
    for epoch in 0..<Setting.epochs {
      var order = Array(0..<input.rows)
      var shuffling = random.stream(2).stream(UInt64(epoch))
      shuffling.shuffle(&order)
      for batch in 0..<batches {
        let rows = Array(
          order[batch * Setting.batch..<min(order.count, (batch + 1) * Setting.batch)])
        var noise = random.stream(3).stream(UInt64(step))
        accumulate(input, targets, rows, parameters, &gradient, &noise)
        let factor = Schedule.oneCycle.factor(step: step, of: steps, epoch: epoch)
        step += 1
        optimiser.update(
          &parameters, gradient: gradient, rate: Setting.rate * factor, step: step)
      }
      progress(Double(epoch + 1) / Double(Setting.epochs))
    }
    return parameters
  }

  /// The gradient of the mean loss over some rows.
  private func accumulate(
    _ input: Matrix, _ targets: OperatorTargets, _ rows: [Int], _ parameters: [Float],
    _ gradient: inout [Float], _ random: inout SplitMix64
  ) {
    var batch = Matrix(rows: rows.count, columns: inputs)
    for (place, row) in rows.enumerated() {
      for (column, value) in input.row(row).enumerated() {
        batch.elements[place * inputs + column] = value + Setting.noise * Float(random.normal())
      }
    }
    var activation = activation(of: batch, parameters: parameters)
    let kept = Float(1 / (1 - Setting.dropout))
    for index in activation.elements.indices where activation.elements[index] > 0 {
      activation.elements[index] *= random.uniform() < Setting.dropout ? 0 : kept
    }
    let output = affine(
      activation, parameters: parameters, weights: outputWeights, biases: outputBiases,
      columns: outputs)
    let slope = derivative(output, targets, rows)
    gradient.withUnsafeMutableBufferPointer { gradient in
      gradient.update(repeating: 0)
      guard let base = gradient.baseAddress else { return }
      product(activation, slope, into: base + outputWeights.lowerBound)
      sum(slope, into: base + outputBiases.lowerBound)
      var back = Matrix(rows: rows.count, columns: hidden)
      back.elements.withUnsafeMutableBufferPointer { c in
        slope.elements.withUnsafeBufferPointer { a in
          parameters.withUnsafeBufferPointer { b in
            guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else {
              return
            }
            BLAS.multiply(
              rows: rows.count, columns: hidden, inner: outputs, a, b + outputWeights.lowerBound,
              into: c, transposingB: true)
          }
        }
      }
      for index in back.elements.indices {
        back.elements[index] *= activation.elements[index] > 0 ? kept : 0
      }
      product(batch, back, into: base + hiddenWeights.lowerBound)
      sum(back, into: base + hiddenBiases.lowerBound)
    }
  }

  /// The derivative of the mean loss by the outputs, [N, K + T]: cross-entropy of the kinds, binary
  /// cross-entropy of the traits and the squared error of the cost.
  func derivative(_ output: Matrix, _ targets: OperatorTargets, _ rows: [Int]) -> Matrix {
    var slope = Matrix(rows: rows.count, columns: outputs)
    let share = 1 / Float(rows.count)
    for (place, row) in rows.enumerated() {
      let values = Array(output.row(place))
      for (kind, probability) in OperatorNetwork.softmax(values[..<kinds]).enumerated() {
        slope[place, kind] = share * (probability - (kind == targets.kinds[row] ? 1 : 0))
      }
      for trait in 0..<traits - 1 {
        let probability = 1 / (1 + exp(-values[kinds + trait]))
        slope[place, kinds + trait] =
          share * (probability - targets.traits[row, trait]) / Float(traits - 1)
      }
      let cost = kinds + traits - 1
      slope[place, cost] =
        Setting.costShare * share * (values[cost] - targets.traits[row, traits - 1])
    }
    return slope
  }

  /// `first` transposed times `second`.
  private func product(_ first: Matrix, _ second: Matrix, into result: UnsafeMutablePointer<Float>)
  {
    first.elements.withUnsafeBufferPointer { a in
      second.elements.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        BLAS.multiply(
          rows: first.columns, columns: second.columns, inner: first.rows, a, b, into: result,
          transposingA: true)
      }
    }
  }

  private func sum(_ matrix: Matrix, into result: UnsafeMutablePointer<Float>) {
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns { result[column] += matrix[row, column] }
    }
  }
}
