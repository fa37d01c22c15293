import Fixtures
import Search
import Spaces
import Testing

@Suite("Evaluations") struct EvaluationTests {
  private static let scores = [-.infinity, -1, 0, 1e-300, 2, .infinity]
  private static let violations = [0, 1e-9, 0.5, .infinity]
  private static let all = violations.flatMap { violation in
    scores.map { Evaluation(score: $0, violation: violation) }
  }

  @Test("What meets all constraints comes first, then the smaller violation, then the higher score")
  func order() {
    for (place, better) in Self.all.enumerated() {
      for worse in Self.all[place...] {
        let expected =
          better.violation == worse.violation
          ? better.score > worse.score : better.violation < worse.violation
        #expect(better.isBetter(than: worse) == expected)
      }
      #expect(better.isFeasible == (better.violation == 0))
    }
    #expect(
      Evaluation(score: -5).isBetter(than: Evaluation(score: 5, violation: 0.01)))
  }

  @Test("The order is a strict weak one, whatever the objectives")
  func strictWeakOrder() {
    for first in Self.all {
      #expect(!first.isBetter(than: first))
      let other = Evaluation(
        score: first.score, values: [first.score, 7], [.higherIsBetter, .higherIsBetter],
        violation: first.violation)
      #expect(!first.isBetter(than: other) && !other.isBetter(than: first))
      for second in Self.all {
        #expect(!(first.isBetter(than: second) && second.isBetter(than: first)))
        for third in Self.all where first.isBetter(than: second) && second.isBetter(than: third) {
          #expect(first.isBetter(than: third))
        }
      }
    }
  }

  @Test("The score is the only objective where nobody says otherwise")
  func objectives() {
    #expect(Evaluation(score: 3).objectives == [3])
    #expect(
      Evaluation(score: 3, values: [3, 1], [.higherIsBetter, .lowerIsBetter]).objectives == [3, -1])
  }

  @Test(
    "Constraints guide every strategy that scores guide", arguments: SamplingStrategyTests.climbers)
  func constraints(strategy: Strategy) throws {
    // The more convolutions the better, but no more than two edges may carry one.
    let space = try Shipped.space()
    let convolution = try #require(space.operators.firstIndex { $0.name == "nor_conv_3x3" })
    func excess(_ isConstrained: Bool) throws -> Double {
      var search = try strategy.type.init(
        SearchSetting(space, budget: 600, seed: 1))
      var violations: [Double] = []
      while true {
        let candidates = search.propose().map(\.candidate)
        if candidates.isEmpty { break }
        let results = candidates.map { candidate in
          let operators = candidate.architecture.map { space.choices(of: $0) } ?? []
          let count = operators.count { $0 == convolution }
          return Evaluation(score: Double(count), violation: max(0, Double(count - 2) / 2))
        }
        violations += results.map(\.violation)
        search.observe(
          candidates,
          evaluations: isConstrained ? results : results.map { Evaluation(score: $0.score) })
      }
      #expect(violations.count == 600)
      // A search that has found all cells with many convolutions is left with others at the end.
      return violations[100..<400].reduce(0, +) / 300
    }
    // Without them the search goes where they do not hold.
    let (constrained, free) = (try excess(true), try excess(false))
    #expect(constrained < free / 2)
  }
}
