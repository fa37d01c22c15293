import Fixtures
import Scoring
import Spaces
import TestSupport
import Testing

@Suite struct RankingTests {
  /// The first architectures of a space, in order.
  private func architectures(_ count: Int) throws -> [Architecture] {
    Array(try Shipped.space().architectures.prefix(count))
  }

  @Test("The best score comes first, and ranks count from one")
  func order() throws {
    let cells = try architectures(5)
    let ranking = Ranking(cells, scores: [0.5, -.infinity, 2, -1, 0])
    #expect(ranking.entries.map(\.rank) == [1, 2, 3, 4, 5])
    #expect(ranking.entries.map(\.architecture) == [2, 0, 4, 3, 1].map { cells[$0] })
    #expect(ranking.entries.map(\.score) == [2, 0.5, 0, -1, -.infinity])
    #expect(ranking.entries.map(\.percentile) == [80, 60, 40, 20, 0])
  }

  @Test("Equal scores keep the order of the listing, in whatever order they are given")
  func ties() throws {
    let cells = try architectures(6)
    let scores = [1.0, 0, 1, 0, 1, 1]
    let expected = [0, 2, 4, 5, 1, 3].map { cells[$0] }
    #expect(Ranking(cells, scores: scores).entries.map(\.architecture) == expected)
    let reversed = Ranking(cells.reversed(), scores: scores.reversed())
    #expect(reversed.entries.map(\.architecture) == expected)
    // Two of six score lower than the best, none lower than the others.
    #expect(reversed.entries.map(\.rank) == [1, 2, 3, 4, 5, 6])
    #expect(reversed.entries.prefix(4).allSatisfy { $0.percentile == 100 * 2 / 6.0 })
    #expect(reversed.entries.suffix(2).allSatisfy { $0.percentile == 0 })
  }

  @Test("A zero is a zero, whatever its sign")
  func negativeZero() throws {
    let cells = try architectures(2)
    #expect(Ranking(cells, scores: [-0.0, 0.0]).entries.map(\.architecture) == cells)
  }

  @Test("No architecture makes an empty ranking")
  func empty() {
    #expect(Ranking([], scores: []).entries.isEmpty)
  }

  @Test("A scorer's whole space is ranked")
  func wholeSpace() throws {
    let space = try Shipped.space()
    let ranking = try Ranking(of: ToyScorer(.convolutions, of: space))
    #expect(ranking.entries.count == 15_625)
    #expect(Set(ranking.entries.map(\.architecture)).count == 15_625)
    #expect(zip(ranking.entries, ranking.entries.dropFirst()).allSatisfy { $0.score >= $1.score })
    #expect(ranking.entries.first?.score == 6)
    #expect(ranking.entries.first?.percentile == 100 * 15_624 / 15_625.0)
    #expect(ranking.entries.suffix(341).allSatisfy { $0.score == -.infinity && $0.percentile == 0 })
  }

  @Test("Of the architectures that compute the same, the first one is kept")
  func unique() throws {
    let space = try Shipped.space()
    let whole = try Ranking(of: ToyScorer(.proportions, of: space))
    let unique = whole.unique(in: space)
    // 5,424 connected cells up to isomorphism, and one of the disconnected ones.
    #expect(unique.entries.count == 5_425)
    #expect(unique.entries.count { $0.score == -.infinity } == 1)
    #expect(unique.entries.map(\.rank) == Array(1...5_425))
    var places: [OperatorGraph.CanonicalForm?: Int] = [:]
    for (place, entry) in whole.entries.enumerated() {
      let form = space.operatorGraph(of: entry.architecture)?.canonicalForm
      if places[form] == nil { places[form] = place }
    }
    let first = places.values.sorted().map { whole.entries[$0] }
    #expect(unique.entries.map(\.architecture) == first.map(\.architecture))
    #expect(unique.entries.map(\.percentile) == first.map(\.percentile))
    #expect(unique.unique(in: space).entries == unique.entries)
  }
}

@Suite struct PercentilesTests {
  struct Case: CustomTestStringConvertible {
    let scores: [Double]
    let score: Double
    let percentile: Double
    init(_ scores: [Double], _ score: Double, _ percentile: Double) {
      (self.scores, self.score, self.percentile) = (scores, score, percentile)
    }
    var testDescription: String { "\(score) among \(scores)" }
  }

  @Test(
    "A percentile is the share of the scores that are lower",
    arguments: [
      Case([], 1, 0), Case([], -.infinity, 0),
      Case([1], 1, 0), Case([1], 2, 100), Case([1], 0, 0),
      Case([3, 1, 2, 4], 3, 50), Case([3, 1, 2, 4], 2.5, 50), Case([3, 1, 2, 4], .infinity, 100),
      Case([5, 5, 5, 5], 5, 0), Case([5, 5, 5, 5], 5.5, 100),
      Case([1, 2, 2, 2, 3], 2, 20), Case([1, 2, 2, 2, 3], 3, 80),
      Case([-.infinity, -.infinity, 0, 1], -.infinity, 0),
      Case([-.infinity, -.infinity, 0, 1], -1e300, 50),
      Case([0.0, -0.0, 1, 1], -0.0, 0),
    ])
  func percentile(example: Case) {
    #expect(Percentiles(of: example.scores).percentile(of: example.score) == example.percentile)
  }
}
