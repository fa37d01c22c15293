/// A value attached to a file: text, a list of texts, or a number.
public enum Attribute: Equatable, Sendable {
  case string(String)
  case strings([String])
  case integer(Int)
  case number(Double)

  var kind: String {
    switch self {
    case .string: "text"
    case .strings: "a list of texts"
    case .integer: "an integer"
    case .number: "a number"
    }
  }
}
