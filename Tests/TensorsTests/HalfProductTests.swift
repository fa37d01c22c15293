import Randomness
import Tensors
import TestSupport
import Testing

/// Products with weights in half precision.
@Suite("Products with halves")
struct HalfProductTests {
  /// C + A B by the kernel.
  private static func product(
    _ a: [Float], _ halves: [UInt16], addedTo c: [Float], rows: Int, columns: Int, inner: Int
  ) -> [Float] {
    var c = c
    c.withUnsafeMutableBufferPointer { c in
      a.withUnsafeBufferPointer { a in
        halves.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          RowKernel.addProduct(
            rows: rows, columns: columns, inner: inner, a, withHalves: b, to: c)
        }
      }
    }
    return c
  }

  private static func numbers(_ count: Int, _ random: inout SplitMix64) -> [Float] {
    (0..<count).map { _ in Float(random.normal()) }
  }

  @Test(
    "Equal what plain loops in double precision give, within the rounding error",
    arguments: [
      (1, 1, 1), (1, 16, 3), (2, 64, 7), (3, 80, 255), (4, 12, 256), (5, 131, 257), (6, 144, 600),
      (7, 19, 2), (20, 96, 31), (25, 64, 513),
    ])
  func naiveTwin(rows: Int, columns: Int, inner: Int) {
    var random = SplitMix64(seed: UInt64(rows * 1000 + columns))
    let a = Self.numbers(rows * inner, &random)
    let b = Self.numbers(inner * columns, &random).map(Float16.init)
    let before = Self.numbers(rows * columns, &random)
    let c = Self.product(
      a, b.map(\.bitPattern), addedTo: before, rows: rows, columns: columns, inner: inner)
    var (expected, tolerance): ([Float], [Double]) = ([], [])
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = Double(before[row * columns + column])
        var magnitude = abs(sum)
        for index in 0..<inner {
          let term = Double(a[row * inner + index]) * Double(b[index * columns + column])
          (sum, magnitude) = (sum + term, magnitude + abs(term))
        }
        expected.append(Float(sum))
        tolerance.append(RoundingError.gamma(inner + 2) * magnitude)
      }
    }
    expectClose(c, expected, "\(rows) x \(inner) x \(columns)", columns: columns) { tolerance[$0] }
  }

  @Test("Every half is widened exactly, in full groups of columns and in the last columns")
  func everyHalf() {
    let halves = (UInt16.min...UInt16.max).filter { Float16(bitPattern: $0).isFinite }
    for columns in [64, 16, 5] {
      let inner = 1
      for start in stride(from: 0, to: halves.count - columns, by: columns) {
        let part = Array(halves[start..<start + columns])
        let c = Self.product(
          [1], part, addedTo: Array(repeating: 0, count: columns), rows: 1, columns: columns,
          inner: inner)
        let isExact = zip(c, part).allSatisfy { $0 == Float(Float16(bitPattern: $1)) }
        #expect(isExact, "from \(start), \(columns) columns")
      }
    }
  }

  @Test("A row's result does not depend on the number of rows or its place, to the last bit")
  func rowsAreIndependent() {
    let (columns, inner) = (150, 300)
    var random = SplitMix64(seed: 3)
    let halves = Self.numbers(inner * columns, &random).map { Float16($0).bitPattern }
    let (row, start) = (Self.numbers(inner, &random), Self.numbers(columns, &random))
    let alone = Self.product(
      row, halves, addedTo: start, rows: 1, columns: columns, inner: inner)
    for rows in 2...26 {
      let place = rows * 2 / 3
      var a = Self.numbers(rows * inner, &random)
      var c = Self.numbers(rows * columns, &random)
      a.replaceSubrange(place * inner..<(place + 1) * inner, with: row)
      c.replaceSubrange(place * columns..<(place + 1) * columns, with: start)
      let result = Self.product(a, halves, addedTo: c, rows: rows, columns: columns, inner: inner)
      #expect(Array(result[place * columns..<(place + 1) * columns]) == alone, "\(rows) rows")
    }
  }
}
