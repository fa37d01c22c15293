import Randomness

/// A whole number of any size, 0 or more: the number of derivations of a grammar.
package struct Natural: Hashable, Comparable, Sendable {
  /// In base 2^32, the lowest first, without leading zeros; empty for 0.
  private var digits: [UInt32]

  package static let zero = Natural(0)
  package static let one = Natural(1)

  /// - Precondition: the number is not negative.
  package init(_ number: Int) {
    precondition(number >= 0, "\(number) is negative")
    digits = []
    var rest = UInt64(number)
    while rest > 0 {
      digits.append(UInt32(truncatingIfNeeded: rest))
      rest >>= 32
    }
  }

  private init(digits: [UInt32]) {
    self.digits = digits
    while self.digits.last == 0 { self.digits.removeLast() }
  }

  /// The number where it fits into an `Int`.
  package var exact: Int? {
    guard digits.count <= 2 else { return nil }
    return Int(exactly: digits.reversed().reduce(UInt64(0)) { $0 << 32 | UInt64($1) })
  }

  package static func < (left: Natural, right: Natural) -> Bool {
    if left.digits.count != right.digits.count { return left.digits.count < right.digits.count }
    return left.digits.reversed().lexicographicallyPrecedes(right.digits.reversed())
  }

  package static func + (left: Natural, right: Natural) -> Natural {
    var (sum, carry) = ([UInt32](), UInt64(0))
    for place in 0..<max(left.digits.count, right.digits.count) {
      carry += UInt64(left.digit(place)) + UInt64(right.digit(place))
      sum.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    return Natural(digits: sum + [UInt32(carry)])
  }

  /// - Precondition: the difference is not negative.
  package static func - (left: Natural, right: Natural) -> Natural {
    precondition(right <= left, "a difference is negative")
    var (difference, borrow) = ([UInt32](), Int64(0))
    for place in left.digits.indices {
      borrow += Int64(left.digit(place)) - Int64(right.digit(place))
      difference.append(UInt32(truncatingIfNeeded: borrow))
      borrow >>= 32
    }
    return Natural(digits: difference)
  }

  /// - Complexity: O(digits of one x digits of the other)
  package static func * (left: Natural, right: Natural) -> Natural {
    var product = [UInt32](repeating: 0, count: left.digits.count + right.digits.count)
    for (place, digit) in left.digits.enumerated() {
      var carry: UInt64 = 0
      for (offset, other) in right.digits.enumerated() {
        carry += UInt64(digit) * UInt64(other) + UInt64(product[place + offset])
        product[place + offset] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      product[place + right.digits.count] = UInt32(carry)
    }
    return Natural(digits: product)
  }

  private func digit(_ place: Int) -> UInt32 { place < digits.count ? digits[place] : 0 }

  /// A number below this one, each equally likely.
  ///
  /// - Precondition: this number is not 0.
  package func random(using generator: inout some RandomNumberGenerator) -> Natural {
    guard let highest = digits.last else { preconditionFailure("nothing is below 0") }
    if let exact { return Natural(generator.integer(below: exact)) }
    let mask = UInt32.max >> UInt32(highest.leadingZeroBitCount)
    // Each draw of as many bits is below with a chance of more than one half.
    while true {
      var drawn = digits.map { _ in UInt32(truncatingIfNeeded: generator.next()) }
      drawn[drawn.count - 1] &= mask
      let number = Natural(digits: drawn)
      if number < self { return number }
    }
  }
}

extension Natural: CustomStringConvertible {
  /// In decimal.
  package var description: String {
    var (rest, groups) = (digits, [String]())
    while !rest.isEmpty {
      var remainder: UInt64 = 0
      for place in rest.indices.reversed() {
        remainder = remainder << 32 | UInt64(rest[place])
        rest[place] = UInt32(remainder / 1_000_000_000)
        remainder %= 1_000_000_000
      }
      while rest.last == 0 { rest.removeLast() }
      let group = String(remainder)
      groups.append(
        rest.isEmpty ? group : String(repeating: "0", count: 9 - group.count) + group)
    }
    return groups.isEmpty ? "0" : groups.reversed().joined()
  }
}
