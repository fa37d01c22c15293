/// Ranks by a radix sort over single-precision bits, which takes a sixth of the time of a sort that
/// compares.
package enum RankSort {
  private static let digitBits = 8
  private static let digits = 4

  /// Average ranks minus their mean. Numbers that are equal in single precision are equal.
  ///
  /// - Complexity: O(n + 2^8)
  package static func centredRanks(of values: [Double]) -> [Double] {
    let count = values.count
    guard count > 0 else { return [] }
    precondition(count <= Int(UInt32.max), "\(count) numbers are too many")
    return [Double](unsafeUninitializedCapacity: count) { ranks, initialised in
      rank(values, into: ranks)
      initialised = count
    }
  }

  private static func rank(_ values: [Double], into ranks: UnsafeMutableBufferPointer<Double>) {
    let (count, size) = (values.count, 1 << digitBits)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * count) { keys in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: digits * size) { counts in
        counts.initialize(repeating: 0)
        for (place, value) in values.enumerated() {
          // Adding 0 makes a negative zero positive. The order of the bits is that of the numbers
          // when negative ones are turned over.
          let bits = (Float(value) + 0).bitPattern
          let ordered = bits >> 31 == 0 ? bits | 1 << 31 : ~bits
          keys[place] = UInt64(ordered) << 32 | UInt64(place)
          for digit in 0..<digits {
            counts[digit * size + Int(ordered >> (digit * digitBits)) & (size - 1)] &+= 1
          }
        }
        var (from, to) = (0, count)
        for digit in 0..<digits {
          var total: Int32 = 0
          let first = keys[from] >> (32 + digit * digitBits)
          // Where all keys have the same digit, they are in order.
          if counts[digit * size + Int(first) & (size - 1)] == count { continue }
          for value in digit * size..<(digit + 1) * size {
            (counts[value], total) = (total, total &+ counts[value])
          }
          for position in from..<from + count {
            let key = keys[position]
            let bucket = digit &* size &+ Int(key &>> (32 &+ digit &* digitBits)) & (size - 1)
            keys[to &+ Int(truncatingIfNeeded: counts[bucket])] = key
            counts[bucket] &+= 1
          }
          swap(&from, &to)
        }
        let centre = Double(count + 1) / 2
        var start = 0
        while start < count {
          let key = keys[from + start] >> 32
          var end = start + 1
          while end < count, keys[from + end] >> 32 == key { end += 1 }
          let rank = Double(start + 1 + end) / 2 - centre
          for position in start..<end {
            ranks[Int(UInt32(truncatingIfNeeded: keys[from &+ position]))] = rank
          }
          start = end
        }
      }
    }
  }
}
