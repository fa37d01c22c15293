import Tables
import Wording

/// How well two lists of numbers agree about an order.
///
/// Every coefficient is 1 for the same order, -1 for the opposite one, and nil where it is
/// undefined: for fewer than two numbers, or where one of the lists is constant. Infinities are
/// ordinary numbers here: a disconnected cell scores minus infinity, and all such cells tie at the
/// bottom. NaN has no place in an order and is refused. The sign is kept: a ranking upside down is
/// not a good ranking.
public enum RankCorrelation {
  /// Spearman's rho: the linear correlation of the average ranks.
  ///
  /// - Precondition: both lists have the same length n.
  /// - Throws: ``TableError`` naming the position of a NaN.
  /// - Complexity: O(n log n)
  public static func spearman(_ first: [Double], _ second: [Double]) throws -> Double? {
    precondition(first.count == second.count, "lists of \(first.count) and \(second.count) numbers")
    let firstRanks = try averageRanks(first, calledEach: "number of the first list")
    let secondRanks = try averageRanks(second, calledEach: "number of the second list")
    // Ranks average (n + 1) / 2 whatever the ties, so the centred ranks are exact multiples of 1/2.
    let center = Double(first.count + 1) / 2
    var (product, firstSquare, secondSquare) = (0.0, 0.0, 0.0)
    for (x, y) in zip(firstRanks, secondRanks) {
      product += (x - center) * (y - center)
      firstSquare += (x - center) * (x - center)
      secondSquare += (y - center) * (y - center)
    }
    return ratio(product, firstSquare, secondSquare)
  }

  /// Kendall's tau-b, by Knight's method (W. R. Knight, JASA 61, 1966): after sorting by the first
  /// list, the discordant pairs are the exchanges that a merge sort of the second list makes.
  ///
  /// - Precondition: both lists have the same length n, below 2^32.
  /// - Throws: ``TableError`` naming the position of a NaN.
  /// - Complexity: O(n log n)
  public static func kendall(_ first: [Double], _ second: [Double]) throws -> Double? {
    precondition(first.count == second.count, "lists of \(first.count) and \(second.count) numbers")
    let firstLevels = try levels(first, calledEach: "number of the first list")
    let secondLevels = try levels(second, calledEach: "number of the second list")
    // Both levels in one integer: one plain sort orders by the first list, then by the second.
    var keys = zip(firstLevels, secondLevels).map { UInt64($0) << 32 | UInt64($1) }
    keys.sort()
    let pairs = keys.count * (keys.count - 1) / 2
    let tiedInFirst = tiedPairs(keys.map { $0 >> 32 })
    let tiedInBoth = tiedPairs(keys)
    var sortedSecond = keys.map { $0 & 0xFFFF_FFFF }
    let discordant = exchangesToSort(&sortedSecond)
    let tiedInSecond = tiedPairs(sortedSecond)
    let concordantMinusDiscordant =
      pairs - tiedInFirst - tiedInSecond + tiedInBoth - 2 * discordant
    return ratio(
      Double(concordantMinusDiscordant), Double(pairs - tiedInFirst), Double(pairs - tiedInSecond))
  }

  /// The naive twin of ``kendall(_:_:)``: looks at every pair.
  ///
  /// - Precondition: both lists have the same length n and hold no NaN.
  /// - Complexity: O(n²)
  package static func kendallNaively(_ first: [Double], _ second: [Double]) -> Double? {
    var (difference, untiedInFirst, untiedInSecond) = (0, 0, 0)
    for right in first.indices {
      for left in 0..<right {
        let x = sign(first[left], first[right])
        let y = sign(second[left], second[right])
        difference += x * y
        untiedInFirst += x * x
        untiedInSecond += y * y
      }
    }
    return ratio(Double(difference), Double(untiedInFirst), Double(untiedInSecond))
  }

  /// The rank of each number, 1 for the smallest; equal numbers share the average of their ranks.
  ///
  /// - Throws: ``TableError`` naming the position of a NaN.
  /// - Complexity: O(n log n)
  public static func averageRanks(_ values: [Double]) throws -> [Double] {
    try averageRanks(values, calledEach: "number")
  }

  private static func averageRanks(
    _ values: [Double], calledEach name: String
  ) throws -> [Double] {
    let order = try ascendingOrder(values, calledEach: name)
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for position in start..<end {
        ranks[order[position]] = Double(start + 1 + end) / 2
      }
      start = end
    }
    return ranks
  }

  /// The dense rank of each number, 0 for the smallest; equal numbers share one.
  private static func levels(_ values: [Double], calledEach name: String) throws -> [UInt64] {
    let order = try ascendingOrder(values, calledEach: name)
    var levels = [UInt64](repeating: 0, count: values.count)
    var level: UInt64 = 0
    for (previous, index) in zip(order, order.dropFirst()) {
      if values[index] != values[previous] { level += 1 }
      levels[index] = level
    }
    return levels
  }

  private static func ascendingOrder(_ values: [Double], calledEach name: String) throws -> [Int] {
    if let position = values.firstIndex(where: \.isNaN) {
      throw TableError("the \(name) at position \(position) (counted from 0) is NaN")
    }
    return values.indices.sorted { values[$0] < values[$1] }
  }

  /// The number of pairs of equal values in a sorted list.
  private static func tiedPairs(_ sorted: [UInt64]) -> Int {
    var (pairs, run) = (0, 0)
    for (previous, value) in zip(sorted, sorted.dropFirst()) {
      run = value == previous ? run + 1 : 0
      pairs += run
    }
    return pairs
  }

  /// Sorts the values and returns how many pairs stood in the wrong order.
  private static func exchangesToSort(_ values: inout [UInt64]) -> Int {
    var (exchanges, width) = (0, 1)
    var merged = values
    while width < values.count {
      for start in stride(from: 0, to: values.count, by: 2 * width) {
        let middle = min(start + width, values.count)
        let end = min(middle + width, values.count)
        var (left, right) = (start, middle)
        for position in start..<end {
          if right == end || (left < middle && values[left] <= values[right]) {
            merged[position] = values[left]
            left += 1
          } else {
            merged[position] = values[right]
            right += 1
            exchanges += middle - left
          }
        }
      }
      swap(&values, &merged)
      width *= 2
    }
    return exchanges
  }

  private static func sign(_ left: Double, _ right: Double) -> Int {
    left < right ? 1 : left > right ? -1 : 0
  }

  private static func ratio(_ product: Double, _ first: Double, _ second: Double) -> Double? {
    guard first > 0, second > 0 else { return nil }
    return min(1, max(-1, product / (first * second).squareRoot()))
  }
}
