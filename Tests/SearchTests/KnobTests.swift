import Fixtures
import Foundation
import Scoring
import Search
import Spaces
import Testing
import Wording

@Suite("Knobs of strategies")
struct KnobTests {
  private static func asked(
    _ strategy: any SearchStrategy.Type, _ knobs: [String: KnobValue], budget: Int = 200
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
      // What a surrogate reads matters where there is one.
      let isFiltered: [String: KnobValue] =
        strategy == RegularizedEvolution.self ? ["filter": 3] : [:]
      for knob in strategy.knobs {
        let base = knob.name == "filter" ? [:] : isFiltered
        let usual = try Self.asked(strategy, base)
        let value: KnobValue
        switch (knob.values, knob.standard) {
        // A pruning that may take nearly all of the budget, or a fifth of any other number.
        case (.numbers(_, isWhole: false), _): value = 0.95
        case (.numbers(let range, _), 1): value = .number(range.lowerBound + 2)
        case (.numbers(let range, _), .number(let number)):
          value = .number(max(range.lowerBound, (number / 5).rounded()))
        case (.names(let names, _), _): value = .name(try #require(names.last))
        case (.numbers, .name): preconditionFailure("a number has a standard number")
        }
        let tuned = try Self.asked(strategy, base.merging([knob.name: value]) { $1 })
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
    #expect(throws: UserError.self) {
      try Self.asked(LocalSearch.self, ["batch": .number(.infinity)])
    }
    #expect(throws: UnknownNameError.self) { try Self.asked(RandomSearch.self, ["batch": 5]) }
    #expect(
      throws: UserError(
        "the knob batch of bananas is many; expected a whole number from 1 to 1000")
    ) { try Self.asked(Bananas.self, ["batch": "many"]) }
    #expect(
      throws: UserError(
        "the knob acquisition of bananas is 3; expected one of thompson, expected-improvement, "
          + "upper-bound, mean")
    ) { try Self.asked(Bananas.self, ["acquisition": 3]) }
    #expect(throws: UnknownNameError.self) {
      try Self.asked(Bananas.self, ["encoding": "graf+graph"])
    }
    #expect(throws: UserError.self) { try Self.asked(Bananas.self, ["encoding": "graf+graf"]) }
    #expect(throws: UserError.self) { try Self.asked(Bananas.self, ["encoding": "statistics"]) }
  }

  @Test("Values of knobs keep their kind in files")
  func files() throws {
    let values: [String: KnobValue] = ["a": 20, "b": 0.25, "c": "graf+path"]
    let data = try JSONEncoder().encode(values)
    #expect(try JSONDecoder().decode([String: KnobValue].self, from: data) == values)
    #expect(KnobValue(parsing: "1e3") == 1000 && KnobValue(parsing: "nan") == "nan")
  }
}
