import Foundation

extension Formula {
  /// The values of the formula for each row of a table, [n].
  ///
  /// - Parameter column: the numbers of a terminal, [n], by its name
  public func values(count: Int, _ column: (String) -> [Double]) -> [Double] {
    let names = terminals
    let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    guard let program = FormulaProgram(self, places: places) else {
      preconditionFailure("every terminal has a place")
    }
    return program.values(count: count, of: names.flatMap(column))
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
