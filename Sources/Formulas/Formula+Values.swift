import Foundation

extension Formula {
  /// The values of the formula for each row of a table, [B].
  ///
  /// - Parameter column: the numbers of a terminal, [B], by its name
  public func values(count: Int, _ column: (String) -> [Double]) -> [Double] {
    switch self {
    case .terminal(let name): return column(name)
    case .constant(let value): return Array(repeating: value, count: count)
    case .unary(let function, let value):
      var values = value.values(count: count, column)
      // One loop for each function, so that the compiler makes vectors of it.
      switch function {
      case .negate: for place in 0..<count { values[place] = -values[place] }
      case .absolute: for place in 0..<count { values[place] = abs(values[place]) }
      case .square: for place in 0..<count { values[place] *= values[place] }
      case .tanh: for place in 0..<count { values[place] = Foundation.tanh(values[place]) }
      }
      return values
    case .binary(let function, let left, let right):
      var values = left.values(count: count, column)
      let others = right.values(count: count, column)
      switch function {
      case .add: for place in 0..<count { values[place] += others[place] }
      case .subtract: for place in 0..<count { values[place] -= others[place] }
      case .multiply: for place in 0..<count { values[place] *= others[place] }
      case .quotient:
        for place in 0..<count {
          values[place] /= (1 + others[place] * others[place]).squareRoot()
        }
      case .minimum:
        for place in 0..<count { values[place] = min(values[place], others[place]) }
      case .maximum:
        for place in 0..<count { values[place] = max(values[place], others[place]) }
      }
      return values
    }
  }

  /// The naive twin of ``values(count:_:)``: the value of one row.
  package func value(_ terminal: (String) -> Double) -> Double {
    switch self {
    case .terminal(let name): terminal(name)
    case .constant(let value): value
    case .unary(let function, let value): function(value.value(terminal))
    case .binary(let function, let left, let right):
      function(left.value(terminal), right.value(terminal))
    }
  }
}
