import Foundation
import Randomness
import Signals
import Testing

@Suite("The limit of infinite width")
struct InfiniteWidthTests {
  @Test("The arc-cosine kernel has its known values")
  func kernel() {
    #expect(InfiniteWidth.correlation(afterReLU: 1) == 1)
    #expect(abs(InfiniteWidth.correlation(afterReLU: 0)) < 1e-15)
    #expect(InfiniteWidth.correlation(afterReLU: 1.5) == 1, "rounding may exceed 1")
  }

  @Test("Smoothing keeps what 3x3 averages leave of a map whose neighbours correlate 0.6")
  func smoothing() {
    #expect(InfiniteWidth.keep(0) == 1)
    // The weights of n averages in a row along one axis, from -n to n.
    var weights = [1.0]
    for smoothings in 1...30 {
      let padded = [0, 0] + weights + [0, 0]
      weights = (1...padded.count - 2).map { padded[$0 - 1...$0 + 1].reduce(0, +) / 3 }
      let kept = weights.enumerated().reduce(0) {
        let distance = Double($1.offset - smoothings)
        return $0 + $1.element * pow(InfiniteWidth.neighbourCorrelation, distance * distance)
      }
      // Both axes alike. An average has less in its tails than the Gaussian that it is taken for,
      // which matters least where there are many.
      let ratio = InfiniteWidth.keep(Double(smoothings)) / (kept * kept)
      #expect(ratio > 1 && ratio < 1 + 0.12 / Double(smoothings).squareRoot(), "\(smoothings)")
    }
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
        abs(sampled - InfiniteWidth.correlation(afterReLU: correlation))
          < 5 / Double(count).squareRoot())
    }
  }
}
