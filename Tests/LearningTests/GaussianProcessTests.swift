import Foundation
import Learning
import Statistics
import TestSupport
import Testing

@Suite("Gaussian processes")
struct GaussianProcessTests {
  /// The contents of `Goldens/adaptation/processes.json`; its generator is
  /// `Scripts/goldens/adaptation.py`.
  private struct Goldens: Decodable {
    struct Case: Decodable {
      let inputs: [[Double]]
      let residuals: [Double]
      let length: Double
      let linear: Double
      let noise: Double
      let points: [[Double]]
      let corrections: [Double]
    }

    let cases: [Case]
    let probabilities: [Double]
    let quantiles: [Double]

    init() throws {
      let url = Locations.goldens.appendingPathComponent("adaptation/processes.json")
      self = try JSONDecoder().decode(Goldens.self, from: Data(contentsOf: url))
    }
  }

  @Test("Hyper-parameters and regressions equal those of numpy and scipy")
  func goldens() throws {
    let cases = try Goldens().cases
    #expect(cases.count == 5)
    for golden in cases {
      let process = GaussianProcess(golden.inputs, residuals: golden.residuals)
      #expect(process.kernel.length == golden.length)
      #expect(process.kernel.linearWeight == golden.linear)
      #expect(process.noise == golden.noise)
      for (point, expected) in zip(golden.points, golden.corrections) {
        // The condition number is below the trace over the noise, 1e5 here; 2^-53 times that.
        #expect(abs(process.correction(at: point) - expected) < 1e-9)
      }
    }
  }

  @Test("Without residuals there is nothing to correct; far away little is")
  func limits() {
    let inputs = (0..<8).map { [Double($0), 0] }
    let flat = GaussianProcess(inputs, residuals: Array(repeating: 0, count: 8))
    #expect(flat.correction(at: [3, 1]) == 0)
    let process = GaussianProcess([[0, 0], [0.1, 0], [0, 0.1]], residuals: [1, 1, 1])
    #expect(process.correction(at: [0, 0]) > 0.5)
    #expect(abs(process.correction(at: [0, 100])) < process.correction(at: [0, 0]))
  }

  @Test("Quantiles equal scipy's")
  func quantiles() throws {
    let goldens = try Goldens()
    for (probability, expected) in zip(goldens.probabilities, goldens.quantiles) {
      // Near 1 the probability itself is rounded to 2^-53 of 1e-9.
      #expect(abs(NormalScores.quantile(probability) - expected) < 1e-7)
      #expect(
        probability > 0.9 || abs(NormalScores.quantile(probability) - expected) < 1e-13 * 10)
    }
  }

  @Test("Normal scores keep the order and the ties, and are symmetric")
  func normalScores() throws {
    let scores = try NormalScores.of([3, 1, 2, 2, 100])
    #expect(scores[1] < scores[2] && scores[2] == scores[3] && scores[3] < scores[0])
    #expect(scores[4] == -scores[1])
    #expect(abs(scores.reduce(0, +)) < 1)
  }
}
