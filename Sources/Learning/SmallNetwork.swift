import Randomness
import Tensors

/// A network of dense layers with one output: ReLU after each hidden layer, fitted to squared
/// errors or to the order of pairs by Adam.
///
/// Its weights begin uniform with Xavier's bound (Glorot and Bengio, 2010), its biases at 0.
package struct SmallNetwork: Sendable {
  /// How a network is fitted.
  package struct Training: Hashable, Sendable {
    package let epochs: Int
    /// Rows a step.
    package let batch: Int
    package let rate: Float
    /// The share of hidden numbers that are 0 in a step; the others grow by as much.
    package let dropout: Float
    /// The largest length of a gradient; infinite for any.
    package let longest: Float

    package init(
      epochs: Int, batch: Int, rate: Float, dropout: Float = 0, longest: Float = .infinity
    ) {
      (self.epochs, self.batch, self.rate) = (epochs, batch, rate)
      (self.dropout, self.longest) = (dropout, longest)
    }
  }

  /// What a network is fitted to.
  package enum Loss: Hashable, Sendable {
    /// The mean of squared errors.
    case squaredErrors
    /// The mean over pairs with different targets of max(0, margin - s), with s the difference of
    /// their outputs in the direction of that of their targets. Of more pairs than `most` for each
    /// row, so many are drawn.
    case pairs(margin: Float, most: Int)
  }

  /// The widths of all layers, the inputs first, the output, 1, last.
  private let widths: [Int]
  /// The places of each layer's weights, [in, out], and biases, [out], among the parameters.
  private let places: [(weights: Range<Int>, biases: Range<Int>)]
  package private(set) var parameters: [Float]
  /// By what the negative numbers of hidden layers are multiplied.
  private let slope: Float
  private let lossKind: Loss

  /// A network that is not fitted yet.
  ///
  /// - Parameters:
  ///   - inputs: the width of a row
  ///   - widths: of the hidden layers
  ///   - slope: by what the negative numbers of hidden layers are multiplied
  package init(
    inputs: Int, widths: [Int], slope: Float = 0, loss: Loss = .squaredErrors,
    using random: inout some RandomNumberGenerator
  ) {
    (self.slope, lossKind) = (slope, loss)
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
    _ rows: Matrix, targets: [Float], widths: [Int], _ training: Training, slope: Float = 0,
    loss: Loss = .squaredErrors, using random: inout some RandomNumberGenerator
  ) {
    precondition(rows.rows == targets.count && rows.rows > 0, "one target for each row")
    self.init(
      inputs: rows.columns, widths: widths, slope: slope, loss: loss, using: &random)
    var optimiser = AdamW(layout: SmallNetwork.layout(self.widths), decay: 0)
    var step = 0
    for _ in 0..<training.epochs {
      let order = random.sample(rows.rows, below: rows.rows)
      for start in stride(from: 0, to: order.count, by: training.batch) {
        let chosen = order[start..<min(order.count, start + training.batch)]
        let batch = Matrix(
          rows: chosen.count, columns: rows.columns, elements: chosen.flatMap { rows.row($0) })
        let kept = training.dropout > 0 ? kept(batch.rows, training.dropout, using: &random) : []
        let batchTargets = chosen.map { targets[$0] }
        let pairs = pairs(of: batchTargets, using: &random)
        var gradient = gradient(at: batch, targets: batchTargets, pairs: pairs, kept: kept)
        let length = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        if length > training.longest {
          let factor = training.longest / length
          for place in gradient.indices { gradient[place] *= factor }
        }
        step += 1
        optimiser.update(&parameters, gradient: gradient, rate: training.rate, step: step)
      }
    }
  }

  /// What multiplies the numbers of each hidden layer in a step with dropout, [rows, width] each.
  private func kept(
    _ rows: Int, _ dropout: Float, using random: inout some RandomNumberGenerator
  ) -> [[Float]] {
    let factor = 1 / (1 - dropout)
    return widths[1..<widths.count - 1].map { width in
      (0..<rows * width).map { _ in
        random.uniform() < Double(dropout) ? 0 : factor
      }
    }
  }

  /// The pairs of rows whose order counts, the better first; none where errors count.
  private func pairs(
    of targets: [Float], using random: inout some RandomNumberGenerator
  ) -> [(better: Int, worse: Int)] {
    guard case .pairs(_, let most) = lossKind else { return [] }
    let all = orderedPairs(of: targets)
    guard all.count > most * targets.count else { return all }
    return random.sample(most * targets.count, below: all.count).map { all[$0] }
  }

  private func orderedPairs(of targets: [Float]) -> [(better: Int, worse: Int)] {
    var all: [(better: Int, worse: Int)] = []
    for first in targets.indices {
      for second in targets[..<first].indices where targets[first] != targets[second] {
        all.append(targets[first] > targets[second] ? (first, second) : (second, first))
      }
    }
    return all
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
  ///
  /// - Parameter kept: what multiplies the numbers of each hidden layer; empty for nothing
  private func layers(at rows: Matrix, kept: [[Float]] = []) -> [Matrix] {
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
            numbers[row * biases.count + column] =
              isHidden && value < 0 ? slope * value : value
          }
        }
        if isHidden, !kept.isEmpty {
          for place in numbers.indices { numbers[place] *= kept[number][place] }
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

  /// The loss at rows, by all pairs where pairs count.
  package func loss(at rows: Matrix, targets: [Float]) -> Float {
    let values = values(at: rows)
    switch lossKind {
    case .squaredErrors:
      return zip(values, targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        / Float(targets.count)
    case .pairs(let margin, _):
      let pairs = orderedPairs(of: targets)
      return pairs.reduce(0) { $0 + max(0, margin - values[$1.better] + values[$1.worse]) }
        / Float(max(1, pairs.count))
    }
  }

  /// The gradient of ``loss(at:targets:)`` by all parameters.
  package func gradient(at rows: Matrix, targets: [Float]) -> [Float] {
    var pairs: [(better: Int, worse: Int)] = []
    if case .pairs = lossKind { pairs = orderedPairs(of: targets) }
    return gradient(at: rows, targets: targets, pairs: pairs, kept: [])
  }

  private func gradient(
    at rows: Matrix, targets: [Float], pairs: [(better: Int, worse: Int)], kept: [[Float]]
  ) -> [Float] {
    let outputs = layers(at: rows, kept: kept)
    var gradient = [Float](repeating: 0, count: parameters.count)
    var slope = outputs[places.count - 1]
    switch lossKind {
    case .squaredErrors:
      for row in targets.indices {
        slope.elements[row] = 2 * (slope.elements[row] - targets[row]) / Float(targets.count)
      }
    case .pairs(let margin, _):
      let values = slope.elements
      for row in targets.indices { slope.elements[row] = 0 }
      for pair in pairs where values[pair.better] - values[pair.worse] < margin {
        slope.elements[pair.better] -= 1 / Float(pairs.count)
        slope.elements[pair.worse] += 1 / Float(pairs.count)
      }
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
      for place in slope.elements.indices {
        if outputs[number - 1].elements[place] <= 0 { slope.elements[place] *= self.slope }
        if !kept.isEmpty { slope.elements[place] *= kept[number - 1][place] }
      }
    }
    return gradient
  }
}
