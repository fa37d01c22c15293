import Foundation
import Wording

/// A kind of number with its units.
public enum Quantity: Sendable, Equatable {
  /// A score, of which only differences have a meaning.
  case score
  /// A whole number without a unit.
  case number
  /// A count: `1500000`, `1500k`, `1.5M`, `0.0015G`.
  case count
  /// A memory size in bytes: `300MB`, `1.5GiB`.
  case bytes
  /// A time in seconds: `20ms`, `0.02s`. The unit is required.
  case time

  /// The factor of each unit, in the order in which they are listed.
  private var units: [(name: String, factor: Double)] {
    switch self {
    case .score, .number: [("", 1)]
    case .count: [("", 1), ("k", 1e3), ("M", 1e6), ("G", 1e9)]
    case .bytes:
      [
        ("B", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("KiB", 1024), ("MiB", 1_048_576),
        ("GiB", 1_073_741_824),
      ]
    case .time: [("ns", 1e-9), ("us", 1e-6), ("ms", 1e-3), ("s", 1)]
    }
  }

  private var expectation: String {
    switch self {
    case .score, .number: "a number above 0, such as 20"
    case .count:
      "a number above 0, with k, M or G behind it for thousands, millions or billions, such as 1.5M"
    case .bytes: "a number above 0 with its unit (B, kB, MB, GB, KiB, MiB or GiB), such as 300MB"
    case .time: "a number above 0 with its unit (ns, us, ms or s), such as 20ms"
    }
  }

  /// Parses a bound: digits with at most one point and an exponent, followed by a unit. Of counts,
  /// K is k.
  ///
  /// - Parameter subject: what error sentences call the bound, such as `--max-params`
  /// - Returns: the bound in bytes for memory, in seconds for times
  /// - Throws: ``UserError`` when the text is no such number.
  public func bound(parsing text: String, subject: Sentence) throws(UserError) -> Double {
    var digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    if let sign = text[digits.endIndex...].first, "eE".contains(sign) {
      let exponent = text[digits.endIndex...].dropFirst().prefix {
        $0.isASCII && $0.isNumber || "+-".contains($0)
      }
      if exponent.contains(where: \.isNumber) { digits = text[..<exponent.endIndex] }
    }
    var unit = text[digits.endIndex...].drop { $0 == " " }
    if self == .count, unit == "K" { unit = "k" }
    guard let factor = units.first(where: { $0.name == unit })?.factor, let value = Double(digits),
      value.isFinite, value > 0
    else { throw UserError("\(subject) is \"\(text)\"; expected \(expectation)") }
    return value * factor
  }

  /// The number as text for people, in the unit in which it has one to three digits before the
  /// point.
  public func text(of value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    switch self {
    case .score: return String(format: "%.4f", value)
    case .number: return String(format: "%.0f", value)
    case .count, .bytes, .time:
      let decimal = units.filter { !$0.name.hasSuffix("iB") }
      let fitting = decimal.last { abs(value) >= $0.factor } ?? decimal[0]
      let isWhole = self != .time && fitting.factor == 1
      return String(format: isWhole ? "%.0f" : "%.4g", value / fitting.factor) + fitting.name
    }
  }
}
