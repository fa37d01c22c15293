import Wording

/// A value attached to a file: text, a list of texts, or a number.
public enum Attribute: Equatable, Sendable {
  case string(String)
  case strings([String])
  case integer(Int)
  case number(Double)

  /// Every text in the value.
  var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .strings(let texts): texts
    case .integer, .number: []
    }
  }

  var kind: String {
    switch self {
    case .string: "text"
    case .strings: "a list of texts"
    case .integer: "an integer"
    case .number: "a number"
    }
  }
}
