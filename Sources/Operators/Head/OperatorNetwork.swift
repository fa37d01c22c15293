import Learning
import Randomness
import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A perceptron of one hidden layer with ReLU and three outputs: kinds, traits and, as the last of
/// the traits, the logarithm of the cost.
///
/// Shapes: N descriptions, I inputs, D hidden units, K kinds, T traits and cost.
struct OperatorNetwork: Sendable {
  let inputs: Int
  let hidden: Int
  let kinds: Int
  let traits: Int
  private(set) var layout = ParameterLayout()
  let hiddenWeights: Range<Int>
  let hiddenBiases: Range<Int>
  let outputWeights: Range<Int>
  let outputBiases: Range<Int>

  /// Kinds and traits side by side.
  var outputs: Int { kinds + traits }

  init(inputs: Int, hidden: Int, kinds: Int, traits: Int) {
    (self.inputs, self.hidden, self.kinds, self.traits) = (inputs, hidden, kinds, traits)
    let bound = 1 / Double(inputs).squareRoot()
    hiddenWeights = layout.add("hidden.weight", [inputs, hidden], .uniform(bound: bound))
    hiddenBiases = layout.add("hidden.bias", [hidden], .constant(0))
    let outer = 1 / Double(hidden).squareRoot()
    outputWeights = layout.add(
      "output.weight", [hidden, kinds + traits], .uniform(bound: outer))
    outputBiases = layout.add("output.bias", [kinds + traits], .constant(0))
  }

  /// The logits of the kinds, [N, K], and of the traits with the cost, [N, T].
  func output(_ input: Matrix, parameters: [Float]) -> (kinds: Matrix, traits: Matrix) {
    let activation = activation(of: input, parameters: parameters)
    let all = affine(
      activation, parameters: parameters, weights: outputWeights, biases: outputBiases,
      columns: outputs)
    var (first, second) = (
      Matrix(rows: input.rows, columns: kinds), Matrix(rows: input.rows, columns: traits)
    )
    for row in 0..<input.rows {
      let values = Array(all.row(row))
      first.elements.replaceSubrange(row * kinds..<(row + 1) * kinds, with: values[..<kinds])
      second.elements.replaceSubrange(row * traits..<(row + 1) * traits, with: values[kinds...])
    }
    return (first, second)
  }

  /// The hidden layer, [N, D].
  func activation(of input: Matrix, parameters: [Float]) -> Matrix {
    var result = affine(
      input, parameters: parameters, weights: hiddenWeights, biases: hiddenBiases, columns: hidden)
    for index in result.elements.indices { result.elements[index] = max(0, result.elements[index]) }
    return result
  }

  /// `input * weights + biases`, [N, columns].
  func affine(
    _ input: Matrix, parameters: [Float], weights: Range<Int>, biases: Range<Int>, columns: Int
  ) -> Matrix {
    var result = Matrix(rows: input.rows, columns: columns)
    for row in 0..<input.rows {
      result.elements.replaceSubrange(
        row * columns..<(row + 1) * columns, with: parameters[biases])
    }
    result.elements.withUnsafeMutableBufferPointer { c in
      input.elements.withUnsafeBufferPointer { a in
        parameters.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          BLAS.multiply(
            rows: input.rows, columns: columns, inner: input.columns, a, b + weights.lowerBound,
            into: c, beta: 1)
        }
      }
    }
    return result
  }

  static func softmax(_ logits: some Collection<Float>) -> [Float] {
    let largest = logits.max() ?? 0
    let powers = logits.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
