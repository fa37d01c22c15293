import Documents
import Wording

extension Channels {
  /// `64`, `place`, `place - input`, `1/2 place`, `1/2 place up`, `3 input`, `3.5 input`,
  /// `1/4 input` or `1/4 current`, and all of these followed by `by 8`.
  init?(reading value: DocumentValue) {
    guard let text = value.scalarText() else { return nil }
    let words = text.split(separator: " ")
    if words.count > 2, words[words.count - 2] == "by",
      let divisor = NumberLimit.ratio.read(words[words.count - 1]),
      let channels = Channels(words.dropLast(2))
    {
      self = .divisible(channels, by: divisor)
    } else if let channels = Channels(words[...]) {
      self = channels
    } else {
      value.report(
        "\(value.subject) is \"\(text)\"; expected a number, \"place\", a share such as \"1/2 "
          + "place\", or a multiple such as \"3 input\", \"3.5 input\" or \"1/4 current\"")
      return nil
    }
  }

  private init?(_ words: ArraySlice<Substring>) {
    guard let first = words.first else { return nil }
    let ratio = Ratio(first)
    switch (words.dropFirst().joined(separator: " "), ratio) {
    case ("", nil) where first == "place": self = .place
    case ("- input", nil) where first == "place": self = .restOfPlace
    case ("", let ratio?) where ratio.denominator == 1: self = .fixed(ratio.numerator)
    case ("input", let ratio?):
      self = .ofInput(numerator: ratio.numerator, denominator: ratio.denominator)
    case ("current", let ratio?):
      self = .ofCurrent(numerator: ratio.numerator, denominator: ratio.denominator)
    case ("place", let ratio?) where ratio.numerator == 1:
      self = .shareOfPlace(denominator: ratio.denominator, isRoundedUp: false)
    case ("place up", let ratio?) where ratio.numerator == 1:
      self = .shareOfPlace(denominator: ratio.denominator, isRoundedUp: true)
    default: return nil
    }
  }

  /// `3`, `1/4` or `3.5`, of numbers from 1 to 65,536.
  private struct Ratio {
    let numerator: Int
    let denominator: Int

    init?(_ text: Substring) {
      let fraction = text.split(separator: "/", omittingEmptySubsequences: false)
      let decimal = text.split(separator: ".", omittingEmptySubsequences: false)
      if decimal.count == 2, decimal[1].count <= 3,
        decimal.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }),
        let digits = NumberLimit.ratio.read(decimal[0] + decimal[1])
      {
        numerator = digits
        denominator = (0..<decimal[1].count).reduce(1) { power, _ in power * 10 }
      } else if let upper = NumberLimit.ratio.read(fraction[0]),
        let lower = fraction.count == 2 ? NumberLimit.ratio.read(fraction[1]) : 1,
        fraction.count <= 2
      {
        (numerator, denominator) = (upper, lower)
      } else {
        return nil
      }
    }
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
