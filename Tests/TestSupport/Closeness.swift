import Testing

/// Bounds for rounding errors, so that no test needs a tolerance from the air.
public enum RoundingError {
  /// Half the distance from 1 to the next single-precision number.
  public static let singlePrecision = 0x1p-24
  /// Half the distance from 1 to the next double-precision number.
  public static let doublePrecision = 0x1p-53

  /// The relative error bound of `operations` roundings, gamma_n = n u / (1 - n u) (Higham,
  /// Accuracy and Stability of Numerical Algorithms, section 3.1). A sum of n products in any order
  /// errs by at most gamma_n times the sum of the absolute products.
  public static func gamma(
    _ operations: Int, unitRoundoff: Double = RoundingError.singlePrecision
  ) -> Double {
    let total = Double(operations) * unitRoundoff
    precondition(total < 1, "no bound exists for \(operations) operations")
    return total / (1 - total)
  }
}

/// Expects two lists of numbers to be equal up to a tolerance for each element, and reports how
/// many are not, and the one that exceeds its tolerance most. NaN is close to nothing.
///
/// - Parameters:
///   - columns: the row length, if the lists are matrices; positions are then reported as such
///   - tolerance: the greatest absolute difference allowed at an index
public func expectClose<Number: BinaryFloatingPoint>(
  _ actual: [Number], _ expected: [Number], _ subject: String = "", columns: Int? = nil,
  sourceLocation: SourceLocation = #_sourceLocation, within tolerance: (_ index: Int) -> Double
) {
  guard actual.count == expected.count else {
    Issue.record(
      "\(subject): \(actual.count) numbers, expected \(expected.count)",
      sourceLocation: sourceLocation)
    return
  }
  var (failures, worst, worstExcess) = (0, 0, -1.0)
  for index in actual.indices where actual[index] != expected[index] {
    let difference = abs(Double(actual[index]) - Double(expected[index]))
    guard !(difference <= tolerance(index)) else { continue }
    failures += 1
    let ratio = difference / tolerance(index)
    let excess = ratio.isNaN ? .infinity : ratio
    if excess > worstExcess { (worst, worstExcess) = (index, excess) }
  }
  guard failures > 0 else { return }
  let place = columns.map { "row \(worst / $0), column \(worst % $0)" } ?? "index \(worst)"
  Issue.record(
    """
    \(subject): \(failures) of \(actual.count) numbers differ too much; the worst, at \(place), is \
    \(actual[worst]), expected \(expected[worst]) within \(tolerance(worst))
    """,
    sourceLocation: sourceLocation)
}

/// Expects two lists of numbers to be equal up to one absolute tolerance.
public func expectClose<Number: BinaryFloatingPoint>(
  _ actual: [Number], _ expected: [Number], within tolerance: Double, _ subject: String = "",
  columns: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  expectClose(actual, expected, subject, columns: columns, sourceLocation: sourceLocation) { _ in
    tolerance
  }
}

/// Expects two numbers to be equal up to an absolute tolerance.
public func expectClose<Number: BinaryFloatingPoint>(
  _ actual: Number, _ expected: Number, within tolerance: Double, _ subject: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectClose(
    [actual], [expected], within: tolerance, subject, sourceLocation: sourceLocation)
}
