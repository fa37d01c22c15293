import Foundation

extension Formula {
  /// An equal formula, smaller where constants, signs and equal parts allow it, with the parts of
  /// commutative functions in the order of their texts. Equal formulas mostly become one text.
  public var simplified: Formula {
    switch self {
    case .terminal, .constant: self
    case .unary(let function, let value): Formula.simplified(function, value.simplified)
    case .binary(let function, let left, let right):
      Formula.simplified(function, left.simplified, right.simplified)
    }
  }

  private static func simplified(_ function: Unary, _ value: Formula) -> Formula {
    if case .constant(let number) = value { return .constant(function(number)) }
    switch (function, value) {
    case (.negate, .unary(.negate, let inner)): return inner
    case (.negate, .binary(.subtract, let left, let right)):
      return .binary(.subtract, right, left)
    case (.absolute, .unary(.negate, let inner)), (.square, .unary(.negate, let inner)),
      (.square, .unary(.absolute, let inner)):
      return simplified(function, inner)
    case (.absolute, .unary(.absolute, _)), (.absolute, .unary(.square, _)): return value
    default: return .unary(function, value)
    }
  }

  private static func simplified(
    _ function: Binary, _ left: Formula, _ right: Formula
  ) -> Formula {
    if case .constant(let first) = left, case .constant(let second) = right {
      return .constant(function(first, second))
    }
    switch (function, left, right) {
    case (.add, .constant(0), let other), (.add, let other, .constant(0)),
      (.subtract, let other, .constant(0)), (.quotient, let other, .constant(0)),
      (.multiply, .constant(1), let other), (.multiply, let other, .constant(1)):
      return other
    case (.multiply, .constant(0), _), (.multiply, _, .constant(0)), (.quotient, .constant(0), _):
      return .constant(0)
    case (.subtract, let first, let second) where first == second: return .constant(0)
    case (.minimum, let first, let second) where first == second,
      (.maximum, let first, let second) where first == second:
      return first
    case (.add, let first, let second) where first == second:
      return ordered(.multiply, .constant(2), first)
    case (.add, let other, .unary(.negate, let negated)),
      (.add, .unary(.negate, let negated), let other):
      return simplified(.subtract, other, negated)
    case (.subtract, let other, .unary(.negate, let negated)):
      return simplified(.add, other, negated)
    case (.subtract, .constant(0), let other): return simplified(.negate, other)
    default: return ordered(function, left, right)
    }
  }

  private static func ordered(
    _ function: Binary, _ left: Formula, _ right: Formula
  ) -> Formula {
    function.isCommutative && right.description < left.description
      ? .binary(function, right, left) : .binary(function, left, right)
  }
}

extension Formula.Unary {
  func callAsFunction(_ value: Double) -> Double {
    switch self {
    case .negate: -value
    case .absolute: abs(value)
    case .square: value * value
    case .tanh: Foundation.tanh(value)
    }
  }
}

extension Formula.Binary {
  func callAsFunction(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .quotient: left / (1 + right * right).squareRoot()
    case .minimum: min(left, right)
    case .maximum: max(left, right)
    }
  }
}
