import Fixtures
import Scoring
import Search
import Spaces
import Testing
import Wording

@Suite("Knobs of strategies")
struct KnobTests {
  private static func asked(
    _ strategy: any SearchStrategy.Type, _ knobs: [String: Double], budget: Int = 200
  ) throws -> [Architecture] {
    let scorer = ToyScorer(.proportions, of: try Shipped.space())
    var run = try SearchRun(
      strategy, with: ScorerEvaluator(scorer), budget: budget, seed: 2, knobs: knobs)
    _ = try run.run()
    return scorer.architectures
  }

  private static let tunable = SearchStrategies.registered.filter { !$0.knobs.isEmpty }

  @Test("Standard values are those of a search that nobody tuned")
  func standard() throws {
    for strategy in Self.tunable {
      let values = try SearchStrategies.knobs(of: strategy)
      #expect(values.count == strategy.knobs.count)
      #expect(try Self.asked(strategy, values) == Self.asked(strategy, [:]), "\(strategy.name)")
    }
  }

  @Test("Every knob changes the search")
  func effect() throws {
    for strategy in Self.tunable {
      let usual = try Self.asked(strategy, [:])
      for knob in strategy.knobs {
        // A pruning that may take nearly all of the budget, or a fifth of any other value.
        let value = knob.isWhole ? max(knob.range.lowerBound, knob.standard / 5) : 0.95
        let tuned = try Self.asked(strategy, [knob.name: value.rounded(knob.isWhole)])
        #expect(tuned != usual, "\(strategy.name) \(knob.name)")
      }
    }
  }

  @Test("A knob that a strategy lacks, and a value that none can have, are one sentence")
  func mistakes() {
    #expect(throws: UnknownNameError.self) {
      try Self.asked(RegularizedEvolution.self, ["popluation": 20])
    }
    #expect(
      throws: UserError(
        "the knob population of regularized-evolution is 1; expected a whole number from 2 to "
          + "1000000")
    ) { try Self.asked(RegularizedEvolution.self, ["population": 1]) }
    #expect(
      throws: UserError("the knob crossover of nsga2 is 1.5; expected a number from 0 to 1")
    ) { try Self.asked(NSGA2.self, ["crossover": 1.5]) }
    #expect(throws: UserError.self) { try Self.asked(LocalSearch.self, ["batch": 2.5]) }
    #expect(throws: UserError.self) { try Self.asked(LocalSearch.self, ["batch": .infinity]) }
    #expect(throws: UnknownNameError.self) { try Self.asked(RandomSearch.self, ["batch": 5]) }
  }
}

extension Double {
  fileprivate func rounded(_ isWhole: Bool) -> Double { isWhole ? rounded() : self }
}
