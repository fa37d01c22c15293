import Foundation
import Learning
import Randomness
import TestSupport
import Testing

@Suite("Variances of Gaussian processes") struct PosteriorVariancesTests {
  private static let kernel = GaussianProcess.Kernel(length: 1.5, linearWeight: 0.2)
  private static let noise = 0.1

  private static func inputs(_ count: Int, seed: UInt64) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in (0..<3).map { _ in Double.random(in: -2...2, using: &random) } }
  }

  /// k(x, x) - k(x, X) (k(X, X) + s^2 I)^(-1) k(X, x) by Gaussian elimination.
  private static func naive(at input: [Double], observed: [[Double]]) -> Double {
    let right = observed.map { kernel.covariance($0, input) }
    var rows = observed.enumerated().map { place, first in
      observed.enumerated().map { kernel.covariance(first, $1) + ($0 == place ? noise : 0) }
        + [right[place]]
    }
    for pivot in rows.indices {
      for row in rows.indices where row != pivot {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in pivot...rows.count { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    let known = rows.indices.reduce(0) {
      $0 + right[$1] * rows[$1][rows.count] / rows[$1][$1]
    }
    return kernel.covariance(input, input) - known
  }

  @Test("Corrections have the bits of their naive twin", arguments: [1, 7, 8, 9, 40])
  func twin(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let inputs = (0..<count).map { _ in (0..<13).map { _ in random.normal() } }
    let process = GaussianProcess(inputs, residuals: inputs.map { $0[0] + 0.1 * $0[1] })
    let (other, same) = ((0..<13).map { _ in random.normal() }, inputs[count / 2])
    for input in [other, same] {
      let covariances = inputs.map { process.kernel.covariance($0, input) }
      #expect(
        process.correction(at: input)
          == zip(process.weights, covariances).reduce(0) {
            $0 + $1.0 * $1.1
          })
    }
  }

  @Test("They equal those of a naive solution", arguments: [0, 1, 7, 40])
  func naive(count: Int) {
    let observed = Self.inputs(count, seed: 1)
    let candidates = Self.inputs(300, seed: 2)
    let variances = PosteriorVariances(
      Self.kernel, noise: Self.noise, observed: observed, candidates: candidates, threads: 2)
    for (candidate, variance) in zip(candidates, variances.values) {
      // Condition number below 40 * 5 / 0.1 = 2e3; 2^-53 times that and the number of terms.
      #expect(abs(variance - Self.naive(at: candidate, observed: observed)) < 1e-10)
    }
  }

  @Test("An observation at a candidate changes them as one more input does")
  func observations() {
    let observed = Self.inputs(9, seed: 3)
    let candidates = Self.inputs(60, seed: 4)
    var variances = PosteriorVariances(
      Self.kernel, noise: Self.noise, observed: observed, candidates: candidates, threads: 2)
    var all = observed
    for chosen in [5, 17, 5, 0] {
      variances.observe(chosen)
      all.append(candidates[chosen])
      for (candidate, variance) in zip(candidates, variances.values) {
        #expect(abs(variance - Self.naive(at: candidate, observed: all)) < 1e-10)
      }
    }
  }

  @Test("Threads change no bit")
  func threads() {
    func values(_ threads: Int) -> [Double] {
      var variances = PosteriorVariances(
        Self.kernel, noise: Self.noise, observed: Self.inputs(30, seed: 5),
        candidates: Self.inputs(1_000, seed: 6), threads: threads)
      variances.observe(3)
      return variances.values
    }
    #expect(values(1) == values(2))
    #expect(values(1) == values(5))
  }

  @Test("An offset is the estimate of generalised least squares, and moves with the labels")
  func offset() {
    let inputs = Self.inputs(12, seed: 7)
    var random = SplitMix64(seed: 8)
    let residuals = inputs.map { $0[0] + Double.random(in: -0.1...0.1, using: &random) }
    let plain = GaussianProcess(inputs, residuals: residuals)
    #expect(plain.offset == 0)
    let process = GaussianProcess(inputs, residuals: residuals.map { $0 + 50 }, hasOffset: true)
    // Its prior is narrow beside 50, so that the offset is almost all of it.
    #expect(abs(process.offset - 50) < 5)
    #expect(abs(process.correction(at: inputs[0]) - residuals[0] - 50) < 0.5)
    // Far away, without a linear part, only the offset is left.
    let far = [1e3, 0, 0]
    let linear = process.correction(at: far) - process.offset
    let twice = process.correction(at: [2e3, 0, 0]) - process.offset
    #expect(abs(twice - 2 * linear) < 1e-6 * max(1, abs(twice)))
  }
}
