import Statistics
import Tables
import TestSupport
import Testing

/// A small generator of its own: this target must not depend on Randomness to test ranks.
private func numbers(_ count: Int, levels: UInt64, seed: UInt64) -> [Double] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double((state >> 33) % levels)
  }
}

@Suite("Rank correlation")
struct RankCorrelationTests {
  @Test("Both coefficients equal scipy's to 1e-12 over random vectors with ties")
  func goldens() throws {
    let cases = try Goldens.read("correlations.json", as: Goldens.Correlation.self)
    #expect(cases.count >= 40)
    for golden in cases {
      let (x, y) = (golden.x.map(\.value), golden.y.map(\.value))
      let spearman = try RankCorrelation.spearman(x, y)
      let kendall = try RankCorrelation.kendall(x, y)
      expectClose(
        [spearman ?? 2, kendall ?? 2], [golden.spearman ?? 2, golden.kendall ?? 2], within: 1e-12,
        golden.name)
    }
  }

  @Test(
    "Knight's method gives exactly what looking at every pair gives",
    arguments: [2, 3, 5, 8, 17, 64, 65, 300], [1, 2, 5, 1000] as [UInt64])
  func naiveTwin(count: Int, levels: UInt64) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let x = numbers(count, levels: levels, seed: seed)
      let y = numbers(count, levels: levels, seed: seed + 100)
      #expect(try RankCorrelation.kendall(x, y) == RankCorrelation.kendallNaively(x, y))
    }
  }

  @Test(
    "The same order gives exactly 1 and the opposite order exactly -1", arguments: [2, 3, 1001])
  func extremes(count: Int) throws {
    let x = numbers(count, levels: 1 << 30, seed: 7)
    let opposite = x.map { -$0 }
    #expect(try RankCorrelation.spearman(x, x) == 1)
    #expect(try RankCorrelation.kendall(x, x) == 1)
    #expect(try RankCorrelation.spearman(x, opposite) == -1)
    #expect(try RankCorrelation.kendall(x, opposite) == -1)
  }

  @Test("Only the order matters: a monotone change of the numbers changes nothing")
  func monotone() throws {
    let x = numbers(200, levels: 40, seed: 3)
    let y = numbers(200, levels: 40, seed: 4)
    let stretched = x.map { $0 * $0 * $0 - 5 }
    #expect(try RankCorrelation.spearman(x, y) == RankCorrelation.spearman(stretched, y))
    #expect(try RankCorrelation.kendall(x, y) == RankCorrelation.kendall(stretched, y))
  }

  @Test("A constant list, a single number and no numbers have no correlation")
  func undefined() throws {
    let cases: [([Double], [Double])] = [
      ([], []), ([1], [2]), ([3, 3, 3], [1, 2, 3]), ([1, 2, 3], [0, -0.0, 0]),
      ([-.infinity, -.infinity], [1, 2]),
    ]
    for (x, y) in cases {
      #expect(try RankCorrelation.spearman(x, y) == nil)
      #expect(try RankCorrelation.kendall(x, y) == nil)
    }
  }

  @Test("Minus infinities tie with each other below every number")
  func infinities() throws {
    let infinite = [-Double.infinity, 0.5, -.infinity, 0.25, -.infinity, 0.5]
    let finite = [-9, 0.5, -9, 0.25, -9, 0.5]
    let accuracies = [1.0, 6, 3, 4, 2, 5]
    #expect(try RankCorrelation.averageRanks(infinite) == [2, 5.5, 2, 4, 2, 5.5])
    #expect(
      try RankCorrelation.spearman(infinite, accuracies)
        == RankCorrelation.spearman(finite, accuracies))
    #expect(
      try RankCorrelation.kendall(infinite, accuracies)
        == RankCorrelation.kendall(finite, accuracies))
  }

  @Test("NaN is refused with its position")
  func notANumber() {
    let bad = [1, 2, Double.nan, .nan]
    let good = [1.0, 2, 3, 4]
    #expect(throws: TableError("the number at position 2 (counted from 0) is NaN")) {
      try RankCorrelation.averageRanks(bad)
    }
    for correlation in [RankCorrelation.spearman, RankCorrelation.kendall] {
      #expect(
        throws: TableError(
          "the number of the first list at position 2 (counted from 0) is NaN")
      ) { try correlation(bad, good) }
      #expect(
        throws: TableError(
          "the number of the second list at position 2 (counted from 0) is NaN")
      ) { try correlation(good, bad) }
    }
  }

  @Test("Average ranks of ties add up to those of distinct numbers")
  func ranksAddUp() throws {
    let values = numbers(501, levels: 20, seed: 11)
    #expect(try RankCorrelation.averageRanks(values).reduce(0, +) == 501 * 502 / 2)
  }

  @Test("All of NAS-Bench-101 takes well under the time of a quadratic method")
  func large() throws {
    let x = numbers(423_624, levels: 1 << 20, seed: 1)
    let y = numbers(423_624, levels: 1 << 20, seed: 2)
    let clock = ContinuousClock()
    var tau: Double?
    let time = try clock.measure { tau = try RankCorrelation.kendall(x, y) }
    // The standard deviation of tau for independent lists is sqrt(2(2n+5) / (9n(n-1))), about
    // 0.001.
    #expect(abs(tau ?? 1) < 0.006)
    // The naive twin would need more than a minute.
    #expect(time < .seconds(20))
  }
}
