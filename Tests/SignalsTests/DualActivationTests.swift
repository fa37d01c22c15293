import Foundation
import Randomness
import Signals
import Testing

@Suite("Activations without a closed form")
struct DualActivationTests {
  @Test("The ends are exact, and the series rises between them")
  func ends() {
    for dual in [DualActivation.swish, .hardSwish, .gelu] {
      #expect(abs(dual.correlation(after: 1) - 1) < 1e-12)
      #expect(dual.correlation(after: 0) == 0)
      #expect(dual.correlation(after: 1.5) == dual.correlation(after: 1), "rounding may exceed 1")
      let values = stride(from: 0.0, through: 1, by: 0.1).map { dual.correlation(after: $0) }
      #expect(values == values.sorted())
    }
  }

  @Test("The series is the correlation of the activation over random Gaussian pairs")
  func bySampling() {
    let activations: [(DualActivation, (Double) -> Double)] = [
      (.swish, { $0 / (1 + exp(-$0)) }), (.hardSwish, { $0 * min(6, max(0, $0 + 3)) / 6 }),
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
}
