import Randomness
import TestSupport
import Testing
import Wording

@Suite struct FixedPointTests {
  struct Case: CustomTestStringConvertible {
    let value: Double
    let decimals: Int
    let text: String
    init(_ value: Double, _ decimals: Int, _ text: String) {
      (self.value, self.decimals, self.text) = (value, decimals, text)
    }
    var testDescription: String { "\(value) with \(decimals) decimals" }
  }

  @Test(
    "A number is printed with as many decimals as asked for",
    arguments: [
      Case(0, 0, "0"), Case(0, 2, "0.00"), Case(1, 0, "1"), Case(1, 4, "1.0000"),
      Case(94.36999, 2, "94.37"), Case(0.05, 2, "0.05"), Case(0.007, 2, "0.01"),
      Case(123_456.789, 1, "123456.8"), Case(-2.345, 1, "-2.3"),
      // Halves go away from zero.
      Case(0.5, 0, "1"), Case(1.5, 0, "2"), Case(2.5, 0, "3"), Case(-0.5, 0, "-1"),
      Case(-2.5, 0, "-3"), Case(0.125, 2, "0.13"), Case(-0.125, 2, "-0.13"),
      // A carry through all digits.
      Case(0.999, 2, "1.00"), Case(9.9999, 3, "10.000"), Case(-99.996, 2, "-100.00"),
      // A number that rounds to zero has no sign.
      Case(-0.0, 2, "0.00"), Case(-0.001, 2, "0.00"), Case(-0.004999, 2, "0.00"),
      Case(-0.005, 2, "-0.01"), Case(.leastNonzeroMagnitude, 3, "0.000"),
      Case(-.leastNonzeroMagnitude, 0, "0"),
      // The largest number of digits, and more.
      Case(9e18, 0, "9000000000000000000"), Case(-9e14, 4, "-900000000000000.0000"),
      Case(1e19, 0, "1e+19"), Case(1e15, 4, "1000000000000000.0"), Case(-1.5e300, 2, "-1.5e+300"),
      Case(.greatestFiniteMagnitude, 2, "1.7976931348623157e+308"),
      Case(.infinity, 2, "inf"), Case(-.infinity, 2, "-inf"), Case(.nan, 2, "nan"),
    ])
  func text(example: Case) {
    #expect(fixed(example.value, example.decimals) == example.text)
  }

  @Test("What is printed is within half a unit of the last decimal", arguments: 0...6)
  func error(decimals: Int) throws {
    var random = SplitMix64(seed: UInt64(decimals))
    let unit = (0..<decimals).reduce(1.0) { unit, _ in unit / 10 }
    for _ in 0..<2_000 {
      let value = random.uniform(in: -1e6..<1e6)
      let text = fixed(value, decimals)
      let digits = text.split(separator: ".", omittingEmptySubsequences: false)
      #expect(digits.count == (decimals == 0 ? 1 : 2))
      #expect(decimals == 0 || digits[1].count == decimals)
      let read = try #require(Double(text))
      // Scaling, reading back and the difference itself each round once.
      let rounding = 4 * RoundingError.doublePrecision * abs(value)
      #expect(abs(read - value) <= unit / 2 + rounding, "\(value) is printed as \(text)")
    }
  }
}
