import Testing
import Wording

@Suite("Numbers within reason")
struct NumberLimitTests {
  @Test(
    "What is no number of its kind is not read as one",
    arguments: [
      "", "x", "0", "32", "-1", "3.0", "9223372036854775807", "9223372036854775808",
      "99999999999999999999999999999999", "1e3", " 3", "0x3", "١",
    ])
  func unread(text: String) {
    #expect(NumberLimit.kernel.read(text) == nil)
    #expect(NumberLimit.kernel.read("31") == 31)
    #expect(NumberLimit.groups.words == "1 to 65,536")
  }

  @Test("Every floating-point number has a nearest whole number")
  func wholeNumbers() {
    #expect(wholeNumber(.nan) == 0)
    #expect(wholeNumber(.infinity) == .max && wholeNumber(-.infinity) == .min)
    #expect(wholeNumber(0x1p63) == .max && wholeNumber(-0x1p63) == .min)
    #expect(wholeNumber(0x1p62) == 1 << 62)
    #expect(wholeNumber(2.5) == 3 && wholeNumber(-2.4) == -2)
    #expect(Int.max.addingClamped(1) == .max && Int.min.addingClamped(-1) == .min)
    #expect(Int.max.multipliedClamped(by: -2) == .min)
    #expect((1 << 40).multipliedClamped(by: 1 << 40) == .max)
    #expect(3.multipliedClamped(by: -4) == -12)
  }
}
