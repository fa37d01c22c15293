import Randomness
import Tensors

/// A network of dense layers with one output: ReLU after each hidden layer, fitted to squared
/// errors by Adam.
///
/// Its weights begin uniform with Xavier's bound (Glorot and Bengio, 2010), its biases at 0.
package struct SmallNetwork: Sendable {
  /// How a network is fitted.
  package struct Training: Hashable, Sendable {
    package let epochs: Int
    /// Rows a step.
    package let batch: Int
    package let rate: Float

    package init(epochs: Int, batch: Int, rate: Float) {
      (self.epochs, self.batch, self.rate) = (epochs, batch, rate)
    }
  }

  /// The widths of all layers, the inputs first, the output, 1, last.
  private let widths: [Int]
  /// The places of each layer's weights, [in, out], and biases, [out], among the parameters.
  private let places: [(weights: Range<Int>, biases: Range<Int>)]
  package private(set) var parameters: [Float]

  /// A network that is not fitted yet.
  ///
  /// - Parameters:
  ///   - inputs: the width of a row
  ///   - widths: of the hidden layers
  package init(
    inputs: Int, widths: [Int], using random: inout some RandomNumberGenerator
  ) {
    let all = [inputs] + widths + [1]
    let layout = SmallNetwork.layout(all)
    self.widths = all
    places = stride(from: 0, to: layout.entries.count, by: 2).map {
      (layout.entries[$0].range, layout.entries[$0 + 1].range)
    }
    parameters = layout.initialValues(using: &random)
  }

  /// Fits a network to rows.
  ///
  /// - Parameters:
  ///   - rows: [n, d]
  ///   - targets: [n], about standardised
  ///   - widths: of the hidden layers
  package init(
    _ rows: Matrix, targets: [Float], widths: [Int], _ training: Training,
    using random: inout some RandomNumberGenerator
  ) {
    precondition(rows.rows == targets.count && rows.rows > 0, "one target for each row")
    self.init(inputs: rows.columns, widths: widths, using: &random)
    var optimiser = AdamW(layout: SmallNetwork.layout(self.widths), decay: 0)
    var step = 0
    for _ in 0..<training.epochs {
      let order = random.sample(rows.rows, below: rows.rows)
      for start in stride(from: 0, to: order.count, by: training.batch) {
        let chosen = order[start..<min(order.count, start + training.batch)]
        let batch = Matrix(
          rows: chosen.count, columns: rows.columns, elements: chosen.flatMap { rows.row($0) })
        let gradient = gradient(at: batch, targets: chosen.map { targets[$0] })
        step += 1
        optimiser.update(&parameters, gradient: gradient, rate: training.rate, step: step)
      }
    }
  }

  /// Moves one parameter, for finite differences.
  package mutating func move(_ parameter: Int, by shift: Float) { parameters[parameter] += shift }

  private static func layout(_ widths: [Int]) -> ParameterLayout {
    var layout = ParameterLayout()
    for (number, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
      let bound = (6 / Double(inputs + outputs)).squareRoot()
      _ = layout.add("layer\(number).weights", [inputs, outputs], .uniform(bound: bound))
      _ = layout.add("layer\(number).biases", [outputs], .constant(0))
    }
    return layout
  }

  /// The outputs at rows, [n, d], in order.
  package func values(at rows: Matrix) -> [Float] { layers(at: rows)[places.count - 1].elements }

  /// The outputs of all layers at rows, each [n, width].
  private func layers(at rows: Matrix) -> [Matrix] {
    var outputs: [Matrix] = []
    for (number, place) in places.enumerated() {
      let input = outputs.last ?? rows
      let weights = matrix(number)
      var output = input.multiplied(by: weights)
      let biases = Array(parameters[place.biases])
      let isHidden = number + 1 < places.count
      output.elements.withUnsafeMutableBufferPointer { numbers in
        for row in 0..<rows.rows {
          for column in biases.indices {
            let value = numbers[row * biases.count + column] + biases[column]
            numbers[row * biases.count + column] = isHidden ? max(0, value) : value
          }
        }
      }
      outputs.append(output)
    }
    return outputs
  }

  private func matrix(_ layer: Int) -> Matrix {
    Matrix(
      rows: widths[layer], columns: widths[layer + 1],
      elements: Array(parameters[places[layer].weights]))
  }

  /// The mean of squared errors.
  package func loss(at rows: Matrix, targets: [Float]) -> Float {
    zip(values(at: rows), targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      / Float(targets.count)
  }

  /// The gradient of ``loss(at:targets:)`` by all parameters.
  package func gradient(at rows: Matrix, targets: [Float]) -> [Float] {
    let outputs = layers(at: rows)
    var gradient = [Float](repeating: 0, count: parameters.count)
    var slope = outputs[places.count - 1]
    for row in targets.indices {
      slope.elements[row] = 2 * (slope.elements[row] - targets[row]) / Float(targets.count)
    }
    for number in places.indices.reversed() {
      let (input, place) = (number > 0 ? outputs[number - 1] : rows, places[number])
      let width = widths[number + 1]
      gradient.withUnsafeMutableBufferPointer { gradient in
        input.elements.withUnsafeBufferPointer { input in
          slope.elements.withUnsafeBufferPointer { slope in
            guard let gradient = gradient.baseAddress, let input = input.baseAddress,
              let slope = slope.baseAddress
            else { return }
            BLAS.multiply(
              rows: widths[number], columns: width, inner: rows.rows, input, slope,
              into: gradient + place.weights.lowerBound, transposingA: true)
            for row in 0..<rows.rows {
              for column in 0..<width {
                gradient[place.biases.lowerBound + column] += slope[row * width + column]
              }
            }
          }
        }
      }
      guard number > 0 else { break }
      slope = slope.multiplied(byTransposed: matrix(number))
      for place in slope.elements.indices where outputs[number - 1].elements[place] <= 0 {
        slope.elements[place] = 0
      }
    }
    return gradient
  }
}
