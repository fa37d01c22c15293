import Randomness
import Statistics
import TestSupport
import Testing

@Suite("Principal components") struct PrincipalComponentsTests {
  /// Rows that vary most along (3, 4, 0) / 5, then along (0, 0, 1), and hardly along the third.
  private static func rows(_ count: Int) -> [[Double]] {
    var random = SplitMix64(seed: 1)
    return (0..<count).map { _ in
      let (first, second, third) = (10 * random.normal(), random.normal(), 0.01 * random.normal())
      return [
        1 + 0.6 * first - 0.8 * third, 2 + 0.8 * first + 0.6 * third, 3 + second,
      ]
    }
  }

  @Test("They are the directions that the rows were made of", arguments: [40, 2])
  func directions(count: Int) {
    // Two rows differ in one direction; the way by products of rows is taken for them.
    let rows = Self.rows(count)
    let components = PrincipalComponents(of: rows, most: 2)
    let origin = components([1, 2, 3])
    func along(_ row: [Double]) -> Double {
      zip(components(row), origin).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    if count > 2 {
      #expect(components(rows[0]).count == 2)
      #expect(along([1 + 0.6, 2 + 0.8, 3]) > 0.99 * along([1, 2, 4]))
      #expect(along([1 - 0.8, 2 + 0.6, 3]) < 0.05 * along([1.6, 2.8, 3]))
    } else {
      #expect(components(rows[0]).count == 1, "what is left over is rounding")
    }
    let all = rows.flatMap { components($0) }
    expectClose(all.reduce(0, +), 0, within: 1e-9)
    expectClose(
      all.reduce(0) { $0 + $1 * $1 } / Double(all.count), 1, within: 1e-9, "mean variance")
  }

  @Test("Distances stay where no direction is left out")
  func distances() {
    let rows = Self.rows(30)
    let (whole, turned) = (
      PrincipalComponents(of: rows, most: 3),
      PrincipalComponents(of: rows.map { $0 + [0] }, most: 3)
    )
    func distance(_ first: [Double], _ second: [Double]) -> Double {
      zip(first, second).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    for row in rows[1...] {
      expectClose(
        distance(whole(row), whole(rows[0])),
        distance(turned(row + [0]), turned(rows[0] + [0])), within: 1e-9)
    }
  }

  @Test("Rows that are all alike give zeros")
  func alike() {
    let components = PrincipalComponents(of: [[1, 2, 3], [1, 2, 3]], most: 2)
    #expect(components([1, 2, 3]).allSatisfy { $0 == 0 })
  }
}
