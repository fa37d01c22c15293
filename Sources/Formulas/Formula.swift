/// A formula over proxies, such as `min(flops, zen_closed) + 0.5 * capacity`. Its value ranks
/// architectures; higher is better.
///
/// Functions are defined everywhere and make no steps, so that no architecture is without a value:
/// there is no bare division, logarithm or exponential function.
public indirect enum Formula: Hashable, Sendable {
  /// A number of an architecture, by its name.
  case terminal(String)
  case constant(Double)
  case unary(Unary, Formula)
  case binary(Binary, Formula, Formula)

  /// A function of one value.
  public enum Unary: String, Hashable, Sendable, CaseIterable {
    case negate = "neg"
    case absolute = "abs"
    case square
    case tanh
  }

  /// A function of two values.
  public enum Binary: String, Hashable, Sendable, CaseIterable {
    case add
    case subtract
    case multiply
    /// a / sqrt(1 + b²), the quotient that is defined for every b (Ni, Drieberg and Rockett, "The
    /// Use of an Analytic Quotient Operator in Genetic Programming", IEEE TEVC 2013).
    case quotient
    case minimum = "min"
    case maximum = "max"

    /// Whether the order of the two values does not matter.
    public var isCommutative: Bool {
      switch self {
      case .add, .multiply, .minimum, .maximum: true
      case .subtract, .quotient: false
      }
    }
  }

  /// The constants of random formulas.
  public static let constants = [0.5, 1, 2]

  /// The number of nodes: terminals, constants and functions.
  public var size: Int {
    switch self {
    case .terminal, .constant: 1
    case .unary(_, let value): 1 + value.size
    case .binary(_, let left, let right): 1 + left.size + right.size
    }
  }

  /// Whether it has proxies that run each network on images.
  public var isMeasured: Bool {
    occurringTerminals.contains { FormulaTerminals.measuredByName[$0] != nil }
  }

  /// The names of the terminals, each once, in alphabetical order.
  public var terminals: [String] { Set(occurringTerminals).sorted() }

  private var occurringTerminals: [String] {
    switch self {
    case .terminal(let name): [name]
    case .constant: []
    case .unary(_, let value): value.occurringTerminals
    case .binary(_, let left, let right): left.occurringTerminals + right.occurringTerminals
    }
  }
}

extension Formula {
  /// The formula below the node of this number, counted from the root in the order of the text.
  package func node(_ number: Int) -> Formula {
    if number == 0 { return self }
    switch self {
    case .terminal, .constant: preconditionFailure("there is no node \(number)")
    case .unary(_, let value): return value.node(number - 1)
    case .binary(_, let left, let right):
      return number <= left.size ? left.node(number - 1) : right.node(number - 1 - left.size)
    }
  }

  /// The formula with another one in the place of a node.
  package func replacing(_ number: Int, by other: Formula) -> Formula {
    if number == 0 { return other }
    switch self {
    case .terminal, .constant: preconditionFailure("there is no node \(number)")
    case .unary(let function, let value):
      return .unary(function, value.replacing(number - 1, by: other))
    case .binary(let function, let left, let right):
      return number <= left.size
        ? .binary(function, left.replacing(number - 1, by: other), right)
        : .binary(function, left, right.replacing(number - 1 - left.size, by: other))
    }
  }
}
