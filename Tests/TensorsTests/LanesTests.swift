import Tensors
import Testing

@Suite("Sixteen numbers at once") struct LanesTests {
  @Test("Rectified numbers are the greater of themselves and zero, bit by bit")
  func rectified() {
    let values: [Float] = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .infinity, -.infinity,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e-3, -1e-3, 2.5, -2.5, .pi, -.pi,
    ]
    let result = SIMD16<Float>(values).rectified
    for (lane, value) in values.enumerated() {
      #expect(result[lane].bitPattern == (value > 0 ? value : 0).bitPattern, "\(value)")
    }
  }

  @Test("The total is the sum of all")
  func total() {
    #expect(SIMD16<Float>((0..<16).map { Float($0) }).total == 120)
  }
}
