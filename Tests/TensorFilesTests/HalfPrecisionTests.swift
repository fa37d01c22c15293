import TensorFiles
import Testing

@Suite("Half precision")
struct HalfPrecisionTests {
  @Test("All 65,536 bit patterns widen to what the compiler's own conversion gives")
  func widening() {
    let patterns = (0...UInt16.max).map { $0 }
    let widened = HalfPrecision.widened(patterns)
    #expect(widened.count == 65_536)
    for (pattern, number) in zip(patterns, widened) {
      let expected = Float(Float16(bitPattern: pattern))
      let isRight =
        expected.isNaN ? number.isNaN : number.bitPattern == expected.bitPattern
      #expect(isRight, "pattern \(pattern): \(number), expected \(expected)")
    }
  }

  @Test("Every number of half precision survives widening and narrowing")
  func roundTrip() {
    let patterns = (0...UInt16.max).filter { !Float16(bitPattern: $0).isNaN }
    #expect(patterns.count == 65_536 - 2 * 1023)
    #expect(HalfPrecision.narrowed(HalfPrecision.widened(patterns)) == patterns)
    #expect(Float16(bitPattern: HalfPrecision.narrowed([.nan])[0]).isNaN)
  }

  @Test(
    "Narrowing rounds to nearest, ties to even",
    arguments: [
      (0.99998379, 0x3C00), (1 + 0x1p-11, 0x3C00), (1 + 0x1p-11 + 0x1p-20, 0x3C01),
      (1 + 3 * 0x1p-11, 0x3C02), (65_519.996, 0x7BFF), (65_520, 0x7C00), (0x1p-25, 0),
      (0x1.8p-25, 1), (-0.0, 0x8000), (-0x1p-24, 0x8001),
    ] as [(Float, UInt16)])
  func narrowing(number: Float, pattern: UInt16) {
    #expect(HalfPrecision.narrowed([number]) == [pattern])
  }
}
