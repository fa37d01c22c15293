import Wording

// Formulas as people read and write them.

extension Formula: Codable {
  /// Reads the text of a formula.
  public init(from decoder: any Decoder) throws {
    try self.init(parsing: decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the formula as a text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Formula: CustomStringConvertible {
  /// The text that ``init(parsing:)`` reads.
  public var description: String { text(within: .sum) }

  /// How tightly an operation binds; a looser one stands in parentheses within a tighter one.
  private enum Binding: Int {
    case sum
    case term
    case factor
  }

  private var binding: Binding {
    switch self {
    case .binary(.add, _, _), .binary(.subtract, _, _): .sum
    case .binary(.multiply, _, _): .term
    case .unary(.negate, _): .term
    case .constant(let value) where value < 0: .term
    default: .factor
    }
  }

  private func text(within outer: Binding) -> String {
    let text: String
    switch self {
    case .terminal(let name): text = name
    case .constant(let value): text = Formula.text(of: value)
    case .unary(.negate, let value): text = "-\(value.text(within: .factor))"
    case .unary(let function, let value):
      text = "\(function.rawValue)(\(value.text(within: .sum)))"
    case .binary(let function, let left, let right):
      switch function {
      case .add: text = "\(left.text(within: .sum)) + \(right.text(within: .term))"
      case .subtract: text = "\(left.text(within: .sum)) - \(right.text(within: .term))"
      case .multiply: text = "\(left.text(within: .term)) * \(right.text(within: .factor))"
      case .quotient, .minimum, .maximum:
        text =
          "\(function.rawValue)(\(left.text(within: .sum)), \(right.text(within: .sum)))"
      }
    }
    return binding.rawValue < outer.rawValue ? "(\(text))" : text
  }

  private static func text(of value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }
}

extension Formula {
  /// What is wrong with the text of a formula, and where.
  public struct ParsingError: SentenceError, Equatable {
    /// The place of the first character that does not fit, counted from 1.
    public let position: Int
    /// What could have stood there.
    public let expected: String
    /// What stands there.
    public let found: String

    public var sentence: Sentence {
      "the formula has \(found) at character \(position); expected \(expected)"
    }
    public var isInput: Bool { true }
  }

  /// The most characters and nested parts of a formula.
  static let longestText = 10_000
  static let deepestNesting = 200

  /// Reads `+`, `-`, `*`, parentheses, numbers, names of terminals, and the functions neg, abs,
  /// square, tanh of one value and min, max, quotient of two.
  ///
  /// - Throws: ``ParsingError``
  public init(parsing text: String) throws(ParsingError) {
    var parser = FormulaParser(text)
    self = try parser.parse()
  }
}
