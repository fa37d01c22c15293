import Foundation
import SentenceEmbedding
import Testing

/// Each kernel against a naive twin in double precision, over sizes with and without a remainder
/// beyond the eight numbers that the kernels take at a time.
@Suite struct KernelTests {
  static let columns = [1, 2, 7, 8, 9, 16, 31, 384]

  @Test(arguments: columns, [Float(1), 30, 200])
  func softmaxEqualsItsNaiveTwin(columns: Int, scale: Float) {
    var draws = Draws(state: UInt64(columns))
    let input = draws.next(3 * columns, scale: scale)
    var output = input
    output.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      Kernels.softmax(base, rows: 3, columns: columns)
    }
    for row in 0..<3 {
      let values = input[row * columns..<(row + 1) * columns]
      let largest = values.max() ?? 0
      // The differences are rounded as in the kernel; that error is the input's, not the kernel's.
      let powers = values.map { exp(Double($0 - largest)) }
      let sum = powers.reduce(0, +)
      for (index, power) in powers.enumerated() {
        let expected = power / sum
        #expect(abs(Double(output[row * columns + index]) - expected) <= 2e-6 * expected + 1e-30)
      }
    }
  }

  @Test(arguments: columns)
  func layerNormalizationEqualsItsNaiveTwin(columns: Int) {
    var draws = Draws(state: UInt64(columns))
    let input = draws.next(2 * columns, scale: 5)
    let scale = draws.next(columns)
    let offset = draws.next(columns)
    var output = input
    output.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      Kernels.normalize(
        base, rows: 2, columns: columns, scale: scale, offset: offset, epsilon: 1e-5)
    }
    for row in 0..<2 {
      let values = input[row * columns..<(row + 1) * columns].map(Double.init)
      let mean = values.reduce(0, +) / Double(columns)
      let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(columns)
      for index in 0..<columns {
        let normal = (values[index] - mean) / (variance + 1e-5).squareRoot()
        let expected = normal * Double(scale[index]) + Double(offset[index])
        #expect(abs(Double(output[row * columns + index]) - expected) < 3e-6)
      }
    }
  }

  @Test func geluEqualsTheErrorFunctionOfTheSystem() {
    // All of the range in which it is neither 0 nor x, and more.
    var input = (-9_000...9_000).map { Float($0) / 1_000 }
    input += [0, -0.0, 1e-20, -1e-20, 50, -50]
    var output = input
    output.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      Kernels.gelu(base, count: $0.count)
    }
    for (x, y) in zip(input.map(Double.init), output) {
      let expected = x * 0.5 * (1 + erf(x / 2.0.squareRoot()))
      #expect(abs(Double(y) - expected) <= 1.5e-6 + 2e-7 * abs(x), "gelu(\(x))")
    }
  }

  @Test(arguments: [(1, 1, 1), (2, 3, 6), (5, 2, 6), (20, 12, 384), (9, 3, 12)])
  func attentionEqualsItsNaiveTwin(tokens: Int, heads: Int, width: Int) {
    var draws = Draws(state: UInt64(tokens * width))
    let projected = draws.next(tokens * 3 * width, scale: 2)
    var context = [Float](repeating: .nan, count: tokens * width)
    var scores = [Float](repeating: .nan, count: tokens * tokens)
    Attention.apply(
      projected, to: &context, scores: &scores, tokens: tokens, heads: heads, width: width)
    let size = width / heads
    func part(_ which: Int, _ token: Int, _ head: Int, _ index: Int) -> Double {
      Double(projected[token * 3 * width + which * width + head * size + index])
    }
    for head in 0..<heads {
      for token in 0..<tokens {
        let powers = (0..<tokens).map { other in
          let product = (0..<size).reduce(0.0) {
            $0 + part(0, token, head, $1) * part(1, other, head, $1)
          }
          return exp(product / Double(size).squareRoot())
        }
        let sum = powers.reduce(0, +)
        for index in 0..<size {
          let expected = (0..<tokens).reduce(0.0) {
            $0 + powers[$1] / sum * part(2, $1, head, index)
          }
          #expect(abs(Double(context[token * width + head * size + index]) - expected) < 2e-5)
        }
      }
    }
  }
}
