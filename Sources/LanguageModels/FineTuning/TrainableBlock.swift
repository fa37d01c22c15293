import Foundation
import Learning
import SentenceEmbedding
import Tensors

/// One layer of BERT (Vaswani et al., 2017, with the norm behind each sum) whose weights lie in a
/// vector of parameters, forward and backward.
///
/// Shape letters: T tokens, D width, I inner width, H heads.
struct TrainableBlock: Sendable {
  let width: Int
  let innerWidth: Int
  let heads: Int
  let epsilon: Double

  private let input: Linear
  private let output: Linear
  private let attentionNorm: Norm
  private let inner: Linear
  private let outer: Linear
  private let norm: Norm

  /// Places of a weight [inputs, outputs] and a bias [outputs].
  private struct Linear: Sendable {
    let inputs: Int
    let outputs: Int
    let weight: Int
    let bias: Int
  }

  private struct Norm: Sendable {
    let scale: Int
    let offset: Int
  }

  /// - Parameters:
  ///   - name: of the layer, before the names of its tensors
  ///   - layout: gets the layer's tensors
  init(
    _ name: String, width: Int, innerWidth: Int, heads: Int, epsilon: Double,
    in layout: inout ParameterLayout
  ) {
    (self.width, self.innerWidth) = (width, innerWidth)
    (self.heads, self.epsilon) = (heads, epsilon)
    func linear(_ part: String, _ inputs: Int, _ outputs: Int) -> Linear {
      Linear(
        inputs: inputs, outputs: outputs,
        weight: layout.add("\(name)/\(part)/weight", [inputs, outputs], .constant(0)).lowerBound,
        bias: layout.add("\(name)/\(part)/bias", [outputs], .constant(0)).lowerBound)
    }
    func norm(_ part: String) -> Norm {
      Norm(
        scale: layout.add("\(name)/\(part)/scale", [width], .constant(1)).lowerBound,
        offset: layout.add("\(name)/\(part)/offset", [width], .constant(0)).lowerBound)
    }
    input = linear("attention/input", width, 3 * width)
    output = linear("attention/output", width, width)
    attentionNorm = norm("attention/norm")
    inner = linear("feedforward/inner", width, innerWidth)
    outer = linear("feedforward/outer", innerWidth, width)
    self.norm = norm("feedforward/norm")
  }

  /// What a pass backward needs of the pass forward of one text.
  final class Pass {
    fileprivate let tokens: Int
    /// [T, D], the input.
    fileprivate let x: Scratch
    /// [T, 3 D]: queries, keys and values side by side.
    fileprivate let projected: Scratch
    /// [H, T, T]
    fileprivate let weights: Scratch
    fileprivate let context: Scratch
    /// [T, D] before and after the first norm's scale; the factor of each row.
    fileprivate let attended: Normalised
    /// [T, I] before and after the activation.
    fileprivate let before: Scratch
    fileprivate let active: Scratch
    fileprivate let result: Normalised

    /// T
    var rows: Int { tokens }
    /// [T, D], the output.
    var output: UnsafeMutablePointer<Float> { result.output.numbers }

    fileprivate init(tokens: Int, _ block: TrainableBlock) {
      self.tokens = tokens
      x = Scratch(tokens * block.width)
      projected = Scratch(3 * tokens * block.width)
      weights = Scratch(block.heads * tokens * tokens)
      context = Scratch(tokens * block.width)
      attended = Normalised(tokens, block.width)
      before = Scratch(tokens * block.innerWidth)
      active = Scratch(tokens * block.innerWidth)
      result = Normalised(tokens, block.width)
    }
  }

  /// A layer norm's output, and the same before scale and offset.
  fileprivate final class Normalised {
    let standard: Scratch
    let output: Scratch
    /// 1 / deviation of each row.
    let factors: Scratch

    init(_ rows: Int, _ width: Int) {
      standard = Scratch(rows * width)
      output = Scratch(rows * width)
      factors = Scratch(rows)
    }
  }

  // MARK: Forward

  /// - Parameters:
  ///   - x: [T, D]
  ///   - parameters: the whole vector
  func forward(
    _ x: UnsafePointer<Float>, tokens: Int, _ parameters: UnsafePointer<Float>
  ) -> Pass {
    let pass = Pass(tokens: tokens, self)
    pass.x.numbers.update(from: x, count: tokens * width)
    apply(input, pass.x.numbers, tokens, to: pass.projected.numbers, parameters)
    let size = width / heads
    for head in 0..<heads {
      let query = pass.projected.numbers + head * size
      let weights = pass.weights.numbers + head * tokens * tokens
      BLAS.multiply(
        rows: tokens, columns: tokens, inner: size, query, query + width, into: weights,
        transposingB: true, alpha: 1 / Float(size).squareRoot(), strideOfA: 3 * width,
        strideOfB: 3 * width)
      Kernels.softmax(weights, rows: tokens, columns: tokens)
      BLAS.multiply(
        rows: tokens, columns: size, inner: tokens, weights, query + 2 * width,
        into: pass.context.numbers + head * size, strideOfB: 3 * width, strideOfC: width)
    }
    let sum = Scratch(tokens * width)
    apply(output, pass.context.numbers, tokens, to: sum.numbers, parameters)
    for place in 0..<tokens * width { sum.numbers[place] += x[place] }
    apply(attentionNorm, sum.numbers, tokens, to: pass.attended, parameters)

    apply(inner, pass.attended.output.numbers, tokens, to: pass.before.numbers, parameters)
    pass.active.numbers.update(from: pass.before.numbers, count: tokens * innerWidth)
    Kernels.gelu(pass.active.numbers, count: tokens * innerWidth)
    apply(outer, pass.active.numbers, tokens, to: sum.numbers, parameters)
    for place in 0..<tokens * width { sum.numbers[place] += pass.attended.output.numbers[place] }
    apply(norm, sum.numbers, tokens, to: pass.result, parameters)
    return pass
  }

  private func apply(
    _ linear: Linear, _ x: UnsafePointer<Float>, _ rows: Int, to y: UnsafeMutablePointer<Float>,
    _ parameters: UnsafePointer<Float>
  ) {
    for row in 0..<rows {
      (y + row * linear.outputs).update(from: parameters + linear.bias, count: linear.outputs)
    }
    BLAS.multiply(
      rows: rows, columns: linear.outputs, inner: linear.inputs, x, parameters + linear.weight,
      into: y, beta: 1)
  }

  private func apply(
    _ norm: Norm, _ x: UnsafePointer<Float>, _ rows: Int, to result: Normalised,
    _ parameters: UnsafePointer<Float>
  ) {
    for row in 0..<rows {
      let x = x + row * width
      var (sum, square) = (0.0, 0.0)
      for column in 0..<width { sum += Double(x[column]) }
      let mean = sum / Double(width)
      for column in 0..<width { square += (Double(x[column]) - mean) * (Double(x[column]) - mean) }
      let factor = Float(1 / (square / Double(width) + epsilon).squareRoot())
      result.factors.numbers[row] = factor
      for column in 0..<width {
        let standard = (x[column] - Float(mean)) * factor
        result.standard.numbers[row * width + column] = standard
        result.output.numbers[row * width + column] =
          standard * parameters[norm.scale + column] + parameters[norm.offset + column]
      }
    }
  }

  // MARK: Backward

  /// Adds to the gradient by the parameters, and turns the slopes of the output into those of the
  /// input.
  ///
  /// - Parameters:
  ///   - slopes: [T, D] of the output, changed in place
  ///   - parameters: the whole vector
  ///   - gradient: of the whole vector
  func backward(
    _ pass: Pass, _ slopes: UnsafeMutablePointer<Float>, _ parameters: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    let tokens = pass.tokens
    // From here on `slopes` are those of the sum before the last norm.
    differentiate(norm, pass.result, tokens, slopes, parameters, gradient)
    let inside = Scratch(tokens * innerWidth)
    differentiate(
      outer, pass.active.numbers, tokens, slopes, parameters, gradient, to: inside.numbers)
    for place in 0..<tokens * innerWidth {
      inside.numbers[place] *= TrainableBlock.slopeOfGELU(pass.before.numbers[place])
    }
    // The sum passes its slopes on to both sides.
    differentiate(
      inner, pass.attended.output.numbers, tokens, inside.numbers, parameters, gradient,
      to: slopes, adding: true)
    differentiate(attentionNorm, pass.attended, tokens, slopes, parameters, gradient)
    let context = Scratch(tokens * width)
    differentiate(
      output, pass.context.numbers, tokens, slopes, parameters, gradient, to: context.numbers)
    let projected = Scratch(3 * tokens * width)
    attend(pass, context.numbers, to: projected.numbers)
    differentiate(
      input, pass.x.numbers, tokens, projected.numbers, parameters, gradient, to: slopes,
      adding: true)
  }

  /// The slopes by queries, keys and values, [T, 3 D], from those by the context.
  private func attend(
    _ pass: Pass, _ context: UnsafePointer<Float>, to projected: UnsafeMutablePointer<Float>
  ) {
    let (tokens, size) = (pass.tokens, width / heads)
    let scale = 1 / Float(size).squareRoot()
    let slopes = Scratch(tokens * tokens)
    for head in 0..<heads {
      let query = pass.projected.numbers + head * size
      let weights = pass.weights.numbers + head * tokens * tokens
      let (own, result) = (context + head * size, projected + head * size)
      BLAS.multiply(
        rows: tokens, columns: tokens, inner: size, own, query + 2 * width, into: slopes.numbers,
        transposingB: true, strideOfA: width, strideOfB: 3 * width)
      BLAS.multiply(
        rows: tokens, columns: size, inner: tokens, weights, own, into: result + 2 * width,
        transposingA: true, strideOfB: width, strideOfC: 3 * width)
      // Softmax: p (d - sum of p d).
      for row in 0..<tokens {
        let (p, d) = (weights + row * tokens, slopes.numbers + row * tokens)
        var sum: Float = 0
        for column in 0..<tokens { sum += p[column] * d[column] }
        for column in 0..<tokens { d[column] = p[column] * (d[column] - sum) }
      }
      BLAS.multiply(
        rows: tokens, columns: size, inner: tokens, slopes.numbers, query + width, into: result,
        alpha: scale, strideOfB: 3 * width, strideOfC: 3 * width)
      BLAS.multiply(
        rows: tokens, columns: size, inner: tokens, slopes.numbers, query, into: result + width,
        transposingA: true, alpha: scale, strideOfB: 3 * width, strideOfC: 3 * width)
    }
  }

  private func differentiate(
    _ linear: Linear, _ x: UnsafePointer<Float>, _ rows: Int, _ slopes: UnsafePointer<Float>,
    _ parameters: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>,
    to result: UnsafeMutablePointer<Float>, adding: Bool = false
  ) {
    BLAS.multiply(
      rows: linear.inputs, columns: linear.outputs, inner: rows, x, slopes,
      into: gradient + linear.weight, transposingA: true, beta: 1)
    for row in 0..<rows {
      for column in 0..<linear.outputs {
        gradient[linear.bias + column] += slopes[row * linear.outputs + column]
      }
    }
    BLAS.multiply(
      rows: rows, columns: linear.inputs, inner: linear.outputs, slopes,
      parameters + linear.weight, into: result, transposingB: true, beta: adding ? 1 : 0)
  }

  private func differentiate(
    _ norm: Norm, _ normalised: Normalised, _ rows: Int, _ slopes: UnsafeMutablePointer<Float>,
    _ parameters: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let (standard, slopes) = (
        normalised.standard.numbers + row * width, slopes + row * width
      )
      var (mean, product): (Float, Float) = (0, 0)
      for column in 0..<width {
        gradient[norm.scale + column] += slopes[column] * standard[column]
        gradient[norm.offset + column] += slopes[column]
        slopes[column] *= parameters[norm.scale + column]
        mean += slopes[column]
        product += slopes[column] * standard[column]
      }
      mean /= Float(width)
      product /= Float(width)
      let factor = normalised.factors.numbers[row]
      for column in 0..<width {
        slopes[column] = factor * (slopes[column] - mean - standard[column] * product)
      }
    }
  }

  /// The derivative of x Phi(x): Phi(x) + x phi(x).
  private static func slopeOfGELU(_ x: Float) -> Float {
    let phi = 0.5 * (1 + erf(Double(x) / 2.0.squareRoot()))
    let density = exp(-Double(x) * Double(x) / 2) / (2 * Double.pi).squareRoot()
    return Float(phi + Double(x) * density)
  }
}
