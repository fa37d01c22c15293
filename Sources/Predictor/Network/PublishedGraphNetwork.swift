import Learning
import Spaces
import Tensors

/// The network of TG-NAS as its authors published it, kept as a baseline (arXiv 2404.00271 and the
/// code that accompanies it).
///
///     X <- ReLU(BatchNorm(A X W + b))      four times, width 64
///     score = x_global w + b
///
/// A cell is taken as it is drawn: padded to a fixed number of nodes P, with one more node that
/// sees all others. A[v, u] is 1 where u feeds v, on the diagonal, and in the whole row of the
/// global node; it is not normalised. Node features are the operator's sentence embedding and a
/// flag for the global node; padding nodes have zeros. N = B (P + 1).
package struct PublishedGraphNetwork: Sendable {
  package struct Configuration: Sendable, Equatable {
    /// F, without the flag for the global node.
    var features: Int
    var width: Int
    var layers: Int

    package init(features: Int, width: Int, layers: Int) {
      self.features = features
      self.width = width
      self.layers = layers
    }
  }

  package struct Layer: Sendable {
    /// [F + 1 or D, D]
    let weight: Range<Int>
    /// [D]
    let bias: Range<Int>
    /// [D]
    let normScale: Range<Int>
    /// [D]
    let normShift: Range<Int>
    /// Running statistics of the batch norm, [D] each; not trained by gradient.
    let normMean: Range<Int>
    let normVariance: Range<Int>
  }

  package static let normEpsilon: Float = 1e-5
  /// The share of a new batch in the running statistics.
  package static let normMomentum: Float = 0.1

  package let configuration: Configuration
  package let layout: ParameterLayout
  package let layers: [Layer]
  /// [D, 1]
  package let scoreWeight: Range<Int>
  /// [1]
  package let scoreBias: Range<Int>

  package init(_ configuration: Configuration) {
    let width = configuration.width
    var layout = ParameterLayout()
    layers = (0..<configuration.layers).map { index in
      let inner = index == 0 ? configuration.features + 1 : width
      let name = "layers/\(index)"
      // The authors draw weights from U(-0.05, 0.05); biases follow the usual 1/sqrt(D).
      let bound = 1 / Double(width).squareRoot()
      return Layer(
        weight: layout.add("\(name)/weight", [inner, width], .uniform(bound: 0.05)),
        bias: layout.add("\(name)/bias", [width], .uniform(bound: bound)),
        normScale: layout.add("\(name)/norm/scale", [width], .constant(1)),
        normShift: layout.add("\(name)/norm/shift", [width], .constant(0)),
        normMean: layout.add("\(name)/norm/mean", [width], .constant(0), isTrained: false),
        normVariance: layout.add(
          "\(name)/norm/variance", [width], .constant(1), isTrained: false))
    }
    let bound = 1 / Double(width).squareRoot()
    scoreWeight = layout.add("score/weight", [width, 1], .uniform(bound: bound))
    scoreBias = layout.add("score/bias", [1], .uniform(bound: bound))
    self.layout = layout
    self.configuration = configuration
  }
}

extension PublishedGraphNetwork: GraphNetwork {
  package func scores(
    of graphs: [OperatorGraph], operators: OperatorInputs, parameters: [Float]
  ) -> [Float] {
    var scores: [Float] = []
    var unchanged = parameters
    for start in stride(from: 0, to: graphs.count, by: 256) {
      let part = Array(graphs[start..<min(start + 256, graphs.count)])
      scores += Pass(self, part, operators.features).forward(&unchanged, isTraining: false)
    }
    return scores
  }

  package func loss(
    of graphs: [OperatorGraph], operators: OperatorInputs, parameters: inout [Float],
    gradient: inout [Float], threads: Int, _ loss: ([Float]) -> (value: Float, derivative: [Float])
  ) -> Float {
    // Batch norm ties all rows together, so the batch is not split over threads.
    let pass = Pass(self, graphs, operators.features)
    let (value, derivative) = loss(pass.forward(&parameters, isTraining: true))
    gradient = pass.backward(derivative, parameters)
    return value
  }
}

extension PublishedGraphNetwork {
  private final class Pass {
    private let network: PublishedGraphNetwork
    private let graphs: [OperatorGraph]
    /// P + 1
    private let size: Int
    private let rows: Int
    /// The input of each layer, then the last output, [N, F + 1] or [N, D].
    private var states: [Matrix] = []
    /// A X of each layer.
    private var gathered: [Matrix] = []
    private var normalised: [Matrix] = []
    private var inverseDeviations: [[Float]] = []

    init(_ network: PublishedGraphNetwork, _ graphs: [OperatorGraph], _ features: Matrix) {
      precondition(features.columns == network.configuration.features, "features of another kind")
      self.network = network
      self.graphs = graphs
      // The size of the largest cell of the space; NAS-Bench-101 cells are padded to seven nodes.
      size = max(7, graphs.map(\.nodes.count).max() ?? 0) + 1
      rows = graphs.count * size
      var input = Matrix(rows: rows, columns: features.columns + 1)
      for (index, graph) in graphs.enumerated() {
        for (node, kind) in graph.nodes.enumerated() {
          let row = (index * size + node) * input.columns
          input.elements.replaceSubrange(
            row..<row + features.columns, with: features.row(Int(kind)))
        }
        input[(index + 1) * size - 1, features.columns] = 1
      }
      states = [input]
    }

    func forward(_ parameters: inout [Float], isTraining: Bool) -> [Float] {
      for layer in network.layers {
        let input = gather(states[states.count - 1], transposed: false)
        gathered.append(input)
        var z = input.multiplied(by: matrix(layer.weight, input.columns, parameters))
        let width = z.columns
        for row in 0..<rows {
          for channel in 0..<width {
            z[row, channel] += parameters[layer.bias.lowerBound + channel]
          }
        }
        normalise(&z, layer, &parameters, isTraining)
        normalised.append(z)
        for row in 0..<rows {
          for channel in 0..<width {
            z[row, channel] = max(
              0,
              z[row, channel] * parameters[layer.normScale.lowerBound + channel]
                + parameters[layer.normShift.lowerBound + channel])
          }
        }
        states.append(z)
      }
      let last = states[states.count - 1]
      return graphs.indices.map { graph in
        let row = last.row((graph + 1) * size - 1)
        return zip(row, parameters[network.scoreWeight]).reduce(
          parameters[network.scoreBias.lowerBound]
        ) { $0 + $1.0 * $1.1 }
      }
    }

    /// A X, or A^T X: every node adds its producers (or its consumers) to itself.
    private func gather(_ x: Matrix, transposed: Bool) -> Matrix {
      var result = x
      let columns = x.columns
      func add(_ source: Int, to target: Int) {
        let (from, to) = transposed ? (target, source) : (source, target)
        for column in 0..<columns {
          result.elements[to * columns + column] += x.elements[from * columns + column]
        }
      }
      for (index, graph) in graphs.enumerated() {
        let first = index * size
        for edge in graph.edges { add(first + Int(edge.source), to: first + Int(edge.target)) }
        for node in 0..<size - 1 { add(first + node, to: first + size - 1) }
      }
      return result
    }

    /// (z - mean) / deviation for each channel, with the batch's statistics in training.
    private func normalise(
      _ z: inout Matrix, _ layer: Layer, _ parameters: inout [Float], _ isTraining: Bool
    ) {
      var reciprocals: [Float] = []
      for channel in 0..<z.columns {
        var mean = parameters[layer.normMean.lowerBound + channel]
        var variance = parameters[layer.normVariance.lowerBound + channel]
        if isTraining {
          var sum = 0.0
          for row in 0..<rows { sum += Double(z[row, channel]) }
          mean = Float(sum / Double(rows))
          var squares = 0.0
          for row in 0..<rows {
            let centred = Double(z[row, channel] - mean)
            squares += centred * centred
          }
          variance = Float(squares / Double(rows))
          let momentum = PublishedGraphNetwork.normMomentum
          let unbiased = Float(squares / Double(max(1, rows - 1)))
          parameters[layer.normMean.lowerBound + channel] +=
            momentum * (mean - parameters[layer.normMean.lowerBound + channel])
          parameters[layer.normVariance.lowerBound + channel] +=
            momentum * (unbiased - parameters[layer.normVariance.lowerBound + channel])
        }
        let reciprocal = 1 / (variance + PublishedGraphNetwork.normEpsilon).squareRoot()
        for row in 0..<rows { z[row, channel] = (z[row, channel] - mean) * reciprocal }
        reciprocals.append(reciprocal)
      }
      inverseDeviations.append(reciprocals)
    }

    func backward(_ derivative: [Float], _ parameters: [Float]) -> [Float] {
      var gradient = [Float](repeating: 0, count: parameters.count)
      let width = network.configuration.width
      var d = Matrix(rows: rows, columns: width)
      let last = states[states.count - 1]
      for graph in graphs.indices {
        let row = (graph + 1) * size - 1
        gradient[network.scoreBias.lowerBound] += derivative[graph]
        for channel in 0..<width {
          gradient[network.scoreWeight.lowerBound + channel] +=
            derivative[graph] * last[row, channel]
          d[row, channel] = derivative[graph] * parameters[network.scoreWeight.lowerBound + channel]
        }
      }
      for (index, layer) in network.layers.enumerated().reversed() {
        let unit = normalised[index]
        let output = states[index + 1]
        for channel in 0..<width {
          let scale = parameters[layer.normScale.lowerBound + channel]
          var (sum, projected): (Float, Float) = (0, 0)
          for row in 0..<rows {
            let passed = output[row, channel] > 0 ? d[row, channel] : 0
            sum += passed
            projected += passed * unit[row, channel]
            d[row, channel] = passed
          }
          gradient[layer.normShift.lowerBound + channel] = sum
          gradient[layer.normScale.lowerBound + channel] = projected
          let (mean, slope) = (sum / Float(rows), projected / Float(rows))
          let factor = scale * inverseDeviations[index][channel]
          for row in 0..<rows {
            d[row, channel] = factor * (d[row, channel] - mean - unit[row, channel] * slope)
            gradient[layer.bias.lowerBound + channel] += d[row, channel]
          }
        }
        let input = gathered[index]
        let byWeight = product(input, transposed: true, d, transposed: false)
        gradient.replaceSubrange(layer.weight, with: byWeight.elements)
        if index > 0 {
          let weight = matrix(layer.weight, input.columns, parameters)
          d = gather(product(d, transposed: false, weight, transposed: true), transposed: true)
        }
      }
      return gradient
    }

    private func matrix(_ range: Range<Int>, _ rows: Int, _ parameters: [Float]) -> Matrix {
      Matrix(rows: rows, columns: range.count / rows, elements: Array(parameters[range]))
    }

    private func product(
      _ a: Matrix, transposed transposesA: Bool, _ b: Matrix, transposed transposesB: Bool
    ) -> Matrix {
      let rows = transposesA ? a.columns : a.rows
      let columns = transposesB ? b.rows : b.columns
      let inner = transposesA ? a.rows : a.columns
      var result = Matrix(rows: rows, columns: columns)
      a.elements.withUnsafeBufferPointer { a in
        b.elements.withUnsafeBufferPointer { b in
          result.elements.withUnsafeMutableBufferPointer { c in
            guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else {
              return
            }
            BLAS.multiply(
              rows: rows, columns: columns, inner: inner, a, b, into: c,
              transposingA: transposesA, transposingB: transposesB)
          }
        }
      }
      return result
    }
  }
}
