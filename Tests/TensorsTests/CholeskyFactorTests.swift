import Randomness
import Tensors
import Testing

@Suite("Cholesky factors")
struct CholeskyFactorTests {
  @Test("Solving inverts the product, and the determinant is that of Gaussian elimination")
  func solving() throws {
    var random = SplitMix64(seed: 4)
    for order in [1, 2, 7, 64] {
      let root = (0..<order * order).map { _ in random.normal() }
      // B B^T + I is positive definite, its smallest eigenvalue at least 1.
      var matrix = [Double](repeating: 0, count: order * order)
      for row in 0..<order {
        for column in 0..<order {
          for inner in 0..<order {
            matrix[row * order + column] += root[row * order + inner] * root[column * order + inner]
          }
        }
        matrix[row * order + row] += 1
      }
      let solution = (0..<order).map { _ in random.normal() }
      let right = (0..<order).map { row in
        (0..<order).reduce(0.0) { $0 + matrix[row * order + $1] * solution[$1] }
      }
      let factor = try #require(CholeskyFactor(matrix, order: order))
      for (found, expected) in zip(factor.solving(right), solution) {
        #expect(abs(found - expected) < 1e-9)
      }
      #expect(abs(factor.logDeterminant - logDeterminant(matrix, order)) < 1e-9)
    }
  }

  /// By elimination without pivoting, which positive definite matrices do not need.
  private func logDeterminant(_ matrix: [Double], _ order: Int) -> Double {
    var (rest, product) = (matrix, [Double]())
    for pivot in 0..<order {
      product.append(rest[pivot * order + pivot])
      for row in pivot + 1..<max(order, pivot + 1) {
        let factor = rest[row * order + pivot] / rest[pivot * order + pivot]
        for column in pivot..<order {
          rest[row * order + column] -= factor * rest[pivot * order + column]
        }
      }
    }
    return product.reduce(0) { $0 + logarithm($1) }
  }

  /// By the series of artanh.
  private func logarithm(_ value: Double) -> Double {
    let exponent = Double(value.exponent)
    let ratio = (value.significand - 1) / (value.significand + 1)
    var (term, sum) = (ratio, 0.0)
    for odd in stride(from: 1.0, to: 60, by: 2) {
      sum += 2 * term / odd
      term *= ratio * ratio
    }
    return exponent * 0.693_147_180_559_945_3 + sum
  }

  @Test("A matrix that is not positive definite has no factor")
  func indefinite() {
    #expect(CholeskyFactor([1, 2, 2, 1], order: 2) == nil)
    #expect(CholeskyFactor([0], order: 1) == nil)
  }
}
