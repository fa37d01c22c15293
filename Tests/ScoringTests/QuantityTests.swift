import Scoring
import Testing
import Wording

@Suite struct QuantityTests {
  @Test(
    "Bounds are read with their units",
    arguments: [
      (Quantity.count, "1.5M", 1.5e6), (.count, "100k", 1e5), (.count, "7", 7), (.count, "2G", 2e9),
      (.count, "100K", 1e5), (.count, "6e8", 6e8), (.count, "0.5 M", 5e5),
      (.count, "1.5e+6", 1.5e6), (.bytes, "20 MB", 2e7),
      (.bytes, "300MB", 3e8), (.bytes, "1.5GiB", 1_610_612_736), (.bytes, "8B", 8),
      (.time, "20ms", 0.02), (.time, "1.5s", 1.5), (.time, "30us", 3e-5), (.number, "20", 20),
    ])
  func bounds(quantity: Quantity, text: String, expected: Double) throws {
    let found = try quantity.bound(parsing: text, subject: "--max")
    #expect(abs(found - expected) <= 1e-12 * expected)
  }

  @Test(
    "What is no bound is refused with what is expected",
    arguments: [
      (Quantity.count, "1.5m"), (.count, "0"), (.count, "-1"), (.count, ""), (.count, "1e"),
      (.count, "1e5e2"), (.count, "1.2.3"), (.count, "."), (.count, "M"), (.count, "1MB"),
      (.count, "٣M"),
      (.bytes, "300"), (.bytes, "300mb"), (.time, "20"), (.time, "20min"), (.number, "20k"),
      (.number, "nan"), (.number, "inf"),
    ])
  func mistakes(quantity: Quantity, text: String) {
    let error = #expect(throws: UserError.self) {
      try quantity.bound(parsing: text, subject: "--max")
    }
    #expect(error?.description.hasPrefix("--max is \"\(text)\"; expected a number above 0") == true)
  }

  @Test(
    "Numbers for people have the unit that fits",
    arguments: [
      (Quantity.count, 1.5e6, "1.5M"), (.count, 73_306, "73.31k"), (.count, 12, "12"),
      (.bytes, 3.2e8, "320MB"), (.bytes, 800, "800B"), (.time, 0.0175, "17.5ms"),
      (.time, 3e-5, "30us"),
      (.time, 0, "0ns"), (.number, 20, "20"), (.score, -0.5, "-0.5000"), (.count, .infinity, "inf"),
    ])
  func texts(quantity: Quantity, value: Double, expected: String) {
    #expect(quantity.text(of: value) == expected)
  }
}
