import Foundation
import Randomness
import Signals
import Testing

@Suite("Dual activations")
struct DualActivationTests {
  @Test("The ends are exact, and the series rises between them")
  func ends() {
    for dual in [DualActivation.relu, .swish, .hardSwish, .gelu] {
      #expect(abs(dual.correlation(after: 1) - 1) < 1e-12)
      #expect(abs(dual.correlation(after: 0)) < 1e-15)
      #expect(dual.correlation(after: 1.5) == dual.correlation(after: 1), "rounding may exceed 1")
      let values = stride(from: 0.0, through: 1, by: 0.1).map { dual.correlation(after: $0) }
      #expect(values == values.sorted())
    }
  }

  @Test("The series is the correlation of the activation over random Gaussian pairs")
  func bySampling() {
    let activations: [(DualActivation, (Double) -> Double)] = [
      (.relu, { max(0, $0) }), (.swish, { $0 / (1 + exp(-$0)) }),
      (.hardSwish, { $0 * min(6, max(0, $0 + 3)) / 6 }),
      (.gelu, { $0 * (1 + erf($0 / 2.0.squareRoot())) / 2 }),
    ]
    var random = SplitMix64(seed: 2)
    let count = 400_000
    for (dual, activation) in activations {
      for correlation in [-0.5, 0.3, 0.9] {
        var (sum, square, product) = (0.0, 0.0, 0.0)
        for _ in 0..<count {
          let x = random.normal()
          let y = correlation * x + (1 - correlation * correlation).squareRoot() * random.normal()
          let (a, b) = (activation(x), activation(y))
          sum += a + b
          square += a * a + b * b
          product += a * b
        }
        let mean = sum / Double(2 * count)
        let variance = square / Double(2 * count) - mean * mean
        let sampled = (product / Double(count) - mean * mean) / variance
        // Five standard errors; those of heavy-tailed products are some times 1/sqrt(n).
        #expect(
          abs(sampled - dual.correlation(after: correlation)) < 15 / Double(count).squareRoot())
        #expect(abs(variance - dual.variance) < 15 / Double(count).squareRoot())
      }
    }
  }

  @Test("The arc-cosine kernel has its known values")
  func kernel() {
    #expect(DualActivation.relu.correlation(after: 1) == 1)
    #expect(abs(DualActivation.relu.correlation(after: 0)) < 1e-15)
    #expect(DualActivation.relu.correlation(after: 1.5) == 1, "rounding may exceed 1")
  }

  @Test("The kernel is the correlation of a ReLU over random Gaussian pairs")
  func kernelBySampling() {
    var random = SplitMix64(seed: 1)
    let count = 400_000
    for correlation in [-0.5, 0.3, 0.9] {
      var (sum, square, product) = (0.0, 0.0, 0.0)
      for _ in 0..<count {
        let x = random.normal()
        let y = correlation * x + (1 - correlation * correlation).squareRoot() * random.normal()
        let (a, b) = (max(0, x), max(0, y))
        sum += a + b
        square += a * a + b * b
        product += a * b
      }
      let mean = sum / Double(2 * count)
      let variance = square / Double(2 * count) - mean * mean
      let sampled = (product / Double(count) - mean * mean) / variance
      // The standard error of a correlation is below 1/sqrt(n); five of them.
      #expect(
        abs(sampled - DualActivation.relu.correlation(after: correlation))
          < 5 / Double(count).squareRoot())
    }
  }
}
