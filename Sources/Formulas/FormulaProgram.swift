import Foundation

/// A formula as instructions on a stack, which evaluates many rows much faster than the tree does.
///
/// Its naive twin is ``Formula/value(_:)``.
package struct FormulaProgram: Sendable {
  private enum Instruction: Sendable {
    /// Pushes a column.
    case column(Int)
    case constant(Double)
    case unary(Formula.Unary)
    case binary(Formula.Binary)
  }

  /// So many rows are evaluated at a time that they stay in the nearest cache.
  private static let blockSize = 256

  /// The columns that the formula reads.
  package let columns: Set<Int>
  private var instructions: [Instruction] = []
  /// How many values the stack holds at most.
  private var depth = 0

  /// - Parameter places: the column of each terminal, by its name
  /// - Returns: nil where a terminal has no column
  package init?(_ formula: Formula, places: [String: Int]) {
    var columns: Set<Int> = []
    for name in formula.terminals {
      guard let place = places[name] else { return nil }
      columns.insert(place)
    }
    self.columns = columns
    var height = 0
    append(formula, places, &height)
  }

  private mutating func append(_ formula: Formula, _ places: [String: Int], _ height: inout Int) {
    switch formula {
    case .terminal(let name):
      instructions.append(.column(places[name] ?? 0))
      height += 1
    case .constant(let value):
      instructions.append(.constant(value))
      height += 1
    case .unary(let function, let value):
      append(value, places, &height)
      instructions.append(.unary(function))
    case .binary(let function, let left, let right):
      append(left, places, &height)
      append(right, places, &height)
      instructions.append(.binary(function))
      height -= 1
    }
    depth = max(depth, height)
  }

  /// The values of all rows, [n].
  ///
  /// - Parameter table: the columns one after the other, [d][n]
  package func values(count: Int, of table: [Double]) -> [Double] {
    table.withUnsafeBufferPointer { table in
      [Double](unsafeUninitializedCapacity: count) { values, initialised in
        withUnsafeTemporaryAllocation(
          of: Double.self, capacity: (depth + 1) * FormulaProgram.blockSize
        ) { memory in
          for start in stride(from: 0, to: count, by: FormulaProgram.blockSize) {
            let rows = start..<min(count, start + FormulaProgram.blockSize)
            evaluate(rows, of: table, count, memory) { result in
              for place in 0..<rows.count { values[start + place] = result[place] }
            }
          }
        }
        initialised = count
      }
    }
  }

  /// - Parameters:
  ///   - memory: a block for each place of the stack, and one more: functions that write where they
  ///     read would not become vector code
  ///   - use: receives the values of the rows
  private func evaluate(
    _ rows: Range<Int>, of table: UnsafeBufferPointer<Double>, _ count: Int,
    _ memory: UnsafeMutableBufferPointer<Double>, use: (UnsafePointer<Double>) -> Void
  ) {
    guard let columns = table.baseAddress ?? UnsafePointer(memory.baseAddress),
      let blocks = memory.baseAddress
    else { return }
    let size = rows.count
    withUnsafeTemporaryAllocation(of: UnsafePointer<Double>.self, capacity: depth) { stack in
      withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<Double>.self, capacity: depth + 1
      ) { free in
        for place in 0...depth { free[place] = blocks + place * FormulaProgram.blockSize }
        var height = 0
        for instruction in instructions {
          switch instruction {
          case .column(let place):
            // A column is only read and stays where it is.
            stack[height] = columns + place * count + rows.lowerBound
            height += 1
          case .constant(let value):
            for place in 0..<size { free[height][place] = value }
            stack[height] = UnsafePointer(free[height])
            height += 1
          case .unary(let function):
            let result = free[depth]
            FormulaProgram.apply(function, stack[height - 1], size, to: result)
            stack[height - 1] = UnsafePointer(result)
            free.swapAt(height - 1, depth)
          case .binary(let function):
            height -= 1
            let result = free[depth]
            FormulaProgram.apply(function, stack[height - 1], stack[height], size, to: result)
            stack[height - 1] = UnsafePointer(result)
            free.swapAt(height - 1, depth)
          }
        }
        use(stack[0])
      }
    }
  }

  // One loop for each function, so that the compiler makes vectors of it.
  private static func apply(
    _ function: Formula.Unary, _ a: UnsafePointer<Double>, _ size: Int,
    to result: UnsafeMutablePointer<Double>
  ) {
    switch function {
    case .negate: for place in 0..<size { result[place] = -a[place] }
    case .absolute: for place in 0..<size { result[place] = abs(a[place]) }
    case .square: for place in 0..<size { result[place] = a[place] * a[place] }
    case .tanh: for place in 0..<size { result[place] = Foundation.tanh(a[place]) }
    }
  }

  private static func apply(
    _ function: Formula.Binary, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    _ size: Int, to result: UnsafeMutablePointer<Double>
  ) {
    switch function {
    case .add: for place in 0..<size { result[place] = a[place] + b[place] }
    case .subtract: for place in 0..<size { result[place] = a[place] - b[place] }
    case .multiply: for place in 0..<size { result[place] = a[place] * b[place] }
    case .quotient:
      for place in 0..<size {
        result[place] = a[place] / (1 + b[place] * b[place]).squareRoot()
      }
    case .minimum: for place in 0..<size { result[place] = min(a[place], b[place]) }
    case .maximum: for place in 0..<size { result[place] = max(a[place], b[place]) }
    }
  }
}
