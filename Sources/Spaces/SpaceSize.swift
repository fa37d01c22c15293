import Foundation
import Wording

/// The number of architectures of a space, which may be beyond any integer type.
public struct SpaceSize: Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// Nil when it is too large for 128 bits.
  public let exact: UInt128?
  /// Infinite when it is too large even for a `Double`.
  public let approximate: Double
  /// To the base 10; finite however large the number.
  private let logarithm: Double

  /// A size that is known exactly.
  public init(_ exact: Int) {
    self.init(
      exact: UInt128(exact), approximate: Double(exact), logarithm: log10(Double(exact)))
  }

  public init(integerLiteral value: Int) {
    self.init(value)
  }

  private init(exact: UInt128?, approximate: Double, logarithm: Double) {
    self.exact = exact
    self.approximate = approximate
    self.logarithm = logarithm
  }

  /// Exact up to 128 bits.
  init(_ number: Natural) {
    let leading = number.digits.suffix(3).reversed().reduce(0) { $0 * 0x1p32 + Double($1) }
    self.init(
      exact: number.digits.count > 4
        ? nil : number.digits.reversed().reduce(0) { $0 << 32 | UInt128($1) },
      approximate: number.digits.reversed().reduce(0) { $0 * 0x1p32 + Double($1) },
      logarithm: log10(leading) + Double(max(0, number.digits.count - 3)) * log10(0x1p32))
  }

  // The last bits of a number's logarithm depend on the order of the operations.
  public static func == (left: SpaceSize, right: SpaceSize) -> Bool {
    left.exact == right.exact && left.approximate == right.approximate
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(exact)
    hasher.combine(approximate)
  }

  static let zero: SpaceSize = 0
  static let one: SpaceSize = 1

  static func + (left: SpaceSize, right: SpaceSize) -> SpaceSize {
    if left == .zero { return right }
    if right == .zero { return left }
    return SpaceSize(
      exact: combined(left, right) { $0.addingReportingOverflow($1) },
      approximate: left.approximate + right.approximate,
      logarithm: max(left.logarithm, right.logarithm)
        + log10(1 + pow(10, -abs(left.logarithm - right.logarithm))))
  }

  static func * (left: SpaceSize, right: SpaceSize) -> SpaceSize {
    SpaceSize(
      exact: combined(left, right) { $0.multipliedReportingOverflow(by: $1) },
      approximate: left.approximate * right.approximate,
      logarithm: left.logarithm + right.logarithm)
  }

  private static func combined(
    _ left: SpaceSize, _ right: SpaceSize,
    _ operation: (UInt128, UInt128) -> (partialValue: UInt128, overflow: Bool)
  ) -> UInt128? {
    guard let first = left.exact, let second = right.exact else { return nil }
    let (result, overflow) = operation(first, second)
    return overflow ? nil : result
  }

  /// The number where an `Int` holds it, so that a program can count up to it.
  public var countable: Int? { exact.flatMap { Int(exactly: $0) } }

  /// Whether the number is at most `limit`; a size of which only the magnitude is known is larger.
  public func isAtMost(_ limit: Int) -> Bool { countable.map { $0 <= limit } ?? false }
}

extension SpaceSize: CustomStringConvertible {
  /// `423624`, and `2.2 x 10^19` where nobody reads the digits.
  public var description: String {
    if let exact, exact < 100_000_000_000 { return String(exact) }
    var exponent = wholeNumber(logarithm.rounded(.down))
    var tenths = wholeNumber(pow(10, logarithm - Double(exponent)) * 10)
    if tenths == 100 { (tenths, exponent) = (10, exponent + 1) }
    return "\(tenths / 10).\(tenths % 10) x 10^\(exponent)"
  }
}
