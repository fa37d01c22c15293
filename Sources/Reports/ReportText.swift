import Tables
import Wording

/// How reports write numbers and names.
enum ReportText {
  static func score(_ score: Double) -> String {
    score.isFinite ? fixed(score, 4) : "\(score)"
  }

  /// A cell of a shown table: whole numbers without a point, nothing for an unknown value.
  static func cell(_ value: Double?, decimals: Int? = nil) -> ResultTable.Cell {
    guard let value, !value.isNaN else { return .missing }
    if decimals == nil, let whole = Int(exactly: value) { return .integer(whole) }
    return .number(value, decimals: decimals ?? 4)
  }

  /// A text as Python has it.
  static func python(_ text: String) -> String {
    "\"\(escapedForPython(text))\""
  }
}
