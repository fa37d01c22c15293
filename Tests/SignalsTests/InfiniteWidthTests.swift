import Foundation
import Signals
import Testing

@Suite("The limit of infinite width")
struct InfiniteWidthTests {
  @Test("Smoothing keeps what 3x3 averages leave of a map whose neighbours correlate 0.6")
  func smoothing() {
    #expect(InfiniteWidth.retainedVariance(after: 0) == 1)
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
      let ratio = InfiniteWidth.retainedVariance(after: Double(smoothings)) / (kept * kept)
      #expect(ratio > 1 && ratio < 1 + 0.12 / Double(smoothings).squareRoot(), "\(smoothings)")
    }
  }
}
