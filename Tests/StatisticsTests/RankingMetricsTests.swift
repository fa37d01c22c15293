import Statistics
import Tables
import TestSupport
import Testing

@Suite("Ranking metrics")
struct RankingMetricsTests {
  @Test("Every figure equals numpy's to 1e-12 relative")
  func goldens() throws {
    let cases = try Goldens.read("metrics.json", as: Goldens.Metrics.self)
    #expect(cases.count >= 14)
    for golden in cases {
      let metrics = try RankingMetrics(
        scores: golden.scores.map(\.value), accuracies: golden.accuracies.map(\.value))
      let expected = [
        golden.topOne, golden.bestOfTopTen, golden.meanOfTopHundred, golden.regretOfTopOne,
        golden.discountedGain,
      ]
      expectClose(
        [
          metrics.topOne, metrics.bestOfTopTen, metrics.meanOfTopHundred, metrics.regretOfTopOne,
          metrics.discountedGain,
        ], expected, golden.name
      ) { 1e-12 * max(1, abs(expected[$0])) }
      #expect(metrics.count == golden.scores.count)
    }
  }

  @Test("A perfect ranking has no regret and full gain; an inverted one is the worst")
  func extremes() throws {
    let accuracies = (0..<300).map { Double(($0 * 7) % 300) }
    let perfect = try RankingMetrics(scores: accuracies, accuracies: accuracies)
    #expect(perfect.spearman == 1 && perfect.kendall == 1 && perfect.discountedGain == 1)
    #expect(perfect.topOne == 299 && perfect.bestOfTopTen == 299 && perfect.regretOfTopOne == 0)
    #expect(perfect.meanOfTopHundred == 249.5)
    let inverted = try RankingMetrics(scores: accuracies.map { -$0 }, accuracies: accuracies)
    #expect(inverted.spearman == -1 && inverted.kendall == -1)
    #expect(inverted.topOne == 0 && inverted.bestOfTopTen == 9 && inverted.regretOfTopOne == 299)
    #expect(inverted.meanOfTopHundred == 49.5)
    #expect(inverted.discountedGain < 0.2)
  }

  @Test("Equal scores rank in the order in which they are given")
  func ties() throws {
    let metrics = try RankingMetrics(scores: [1, 2, 2, 2], accuracies: [90, 70, 80, 95])
    #expect(metrics.topOne == 70)
    #expect(metrics.regretOfTopOne == 25)
    #expect(RankingMetrics.order(by: [1, 2, 2, 2, -.infinity, 2]) == [1, 2, 3, 5, 0, 4])
    let constant = try RankingMetrics(scores: [5, 5, 5], accuracies: [1, 2, 3])
    #expect(constant.spearman == nil && constant.kendall == nil)
    #expect(constant.topOne == 1 && constant.bestOfTopTen == 3 && constant.meanOfTopHundred == 2)
  }

  @Test("Disconnected cells rank last and count as ties")
  func disconnected() throws {
    let metrics = try RankingMetrics(
      scores: [-.infinity, 0.1, -.infinity, 0.2], accuracies: [10, 50, 10, 60])
    #expect(metrics.spearman == 1 && metrics.kendall == 1 && metrics.topOne == 60)
  }

  @Test("The true rank counts the higher accuracies only")
  func trueRank() {
    let accuracies = [3.0, 5, 5, 1]
    #expect(RankingMetrics.rank(of: 5, among: accuracies) == 1)
    #expect(RankingMetrics.rank(of: 3, among: accuracies) == 3)
    #expect(RankingMetrics.rank(of: 1, among: accuracies) == 4)
  }

  @Test("Unusable numbers are refused with their position")
  func refused() {
    #expect(throws: TableError("there are no architectures to evaluate")) {
      try RankingMetrics(scores: [], accuracies: [])
    }
    #expect(throws: TableError("the score at position 1 (counted from 0) is NaN")) {
      try RankingMetrics(scores: [1, .nan], accuracies: [1, 2])
    }
    #expect(
      throws: TableError(
        "the accuracy at position 0 (counted from 0) is -inf, expected a finite number")
    ) { try RankingMetrics(scores: [1, 2], accuracies: [-.infinity, 2]) }
    #expect(
      throws: TableError(
        "the accuracy at position 1 (counted from 0) is nan, expected a finite number")
    ) { try RankingMetrics(scores: [1, 2], accuracies: [1, .nan]) }
  }

  @Test("The spread over seeds has the divisor n - 1 and none for one seed")
  func spread() {
    #expect(Spread([]) == nil)
    #expect(Spread([0.7])?.mean == 0.7)
    #expect(Spread([0.7])?.standardDeviation == nil)
    #expect(Spread([2, 4, 4, 4, 5, 5, 7, 9])?.mean == 5)
    #expect(Spread([2, 4, 4, 4, 5, 5, 7, 9])?.standardDeviation == (32.0 / 7).squareRoot())
    #expect(Spread([0.5, 0.5, 0.5])?.standardDeviation == 0)
  }
}
