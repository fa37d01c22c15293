#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// Draws whose results depend on the generator's sequence alone, on every platform and with every
// version of the standard library.
extension RandomNumberGenerator {
  /// A uniform integer in `0..<bound`, without modulo bias (Lemire, ACM TOMACS 2019).
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "bound must be positive")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold {
        product = next().multipliedFullWidth(by: range)
      }
    }
    return Int(product.high)
  }

  /// A uniform integer in `0..<bound`, also beyond 64 bits: those of as many bits as the bound has,
  /// drawn until one is below it.
  public mutating func integer(below bound: UInt128) -> UInt128 {
    if let bound = Int(exactly: bound) { return UInt128(integer(below: bound)) }
    let mask = UInt128.max >> (bound - 1).leadingZeroBitCount
    while true {
      let draw = (UInt128(next()) << 64 | UInt128(next())) & mask
      if draw < bound { return draw }
    }
  }

  /// A uniform number in `0..<1` with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A uniform number in `range`, whose width must be finite.
  public mutating func uniform(in range: Range<Double>) -> Double {
    let number = range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    // The sum may round up to the bound, which is not in the range.
    return min(number, range.upperBound.nextDown)
  }

  /// A standard normal number (Box and Muller, 1958).
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * Double.pi * uniform())
  }

  /// One element, each equally likely; nil for an empty collection.
  public mutating func element<C: RandomAccessCollection>(of elements: C) -> C.Element? {
    guard !elements.isEmpty else { return nil }
    return elements[elements.index(elements.startIndex, offsetBy: integer(below: elements.count))]
  }

  /// Puts the elements in random order (Fisher and Yates).
  ///
  /// - Complexity: O(n)
  public mutating func shuffle<T>(_ elements: inout [T]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
  }

  /// `count` distinct elements of `0..<population`, in random order; all of them when `count`
  /// exceeds the population.
  ///
  /// - Complexity: O(population)
  public mutating func sample(_ count: Int, below population: Int) -> [Int] {
    var indices = Array(0..<population)
    let count = min(count, population)
    for position in 0..<count {
      indices.swapAt(position, position + integer(below: population - position))
    }
    return Array(indices.prefix(count))
  }
}
