import Fixtures
import Randomness
import Scoring
import Search
import Spaces
import Surrogates
import Testing
import Wording

@Suite("BANANAS") struct BananasTests {
  private static func results(
    _ strategy: any SearchStrategy.Type, _ scorer: some Scorer, budget: Int, seed: UInt64,
    knobs: [String: KnobValue] = [:], _ knowledge: SearchKnowledge = SearchKnowledge()
  ) throws -> [(architecture: Architecture, score: Double)] {
    let kept = Kept()
    var run = try SearchRun(
      strategy, with: ScorerEvaluator(scorer), budget: budget, seed: seed, knobs: knobs,
      knowing: knowledge)
    run.recorder = kept
    _ = try run.run()
    return kept.found
  }

  private final class Kept: TrialRecorder {
    var found: [(architecture: Architecture, score: Double)] = []
    func evaluation(ofTrial number: Int, _ candidate: Candidate) -> Evaluation? { nil }
    func append(_ trials: [Trial]) {
      for trial in trials {
        guard let architecture = trial.candidate.architecture else { continue }
        found.append((architecture, trial.evaluation.score))
      }
    }
  }

  private static func evaluations(
    _ found: [(architecture: Architecture, score: Double)], until score: Double
  ) -> Int {
    (found.firstIndex { $0.score >= score } ?? found.count) + 1
  }

  @Test("It needs fewer evaluations than search without a surrogate")
  func sooner() throws {
    let scorer = ToyScorer(.convolutions, of: try Shipped.space())
    func mean(_ strategy: any SearchStrategy.Type) throws -> Double {
      let counts = try (UInt64(0)..<12).map { seed in
        Self.evaluations(
          try Self.results(strategy, scorer, budget: 200, seed: seed), until: 6)
      }
      return Double(counts.reduce(0, +)) / 12
    }
    let bananas = try mean(Bananas.self)
    #expect(try bananas < 0.7 * mean(LocalSearch.self))
    #expect(try bananas < 0.5 * mean(RegularizedEvolution.self))
  }

  @Test("It begins with what is promising, and with random cells once that is used up")
  func start() throws {
    let space = try Shipped.space()
    let scorer = ToyScorer(.proportions, of: space)
    var random = SplitMix64(seed: 1)
    var forms: Set<OperatorGraph.CanonicalForm?> = []
    let promising = (0..<30).map { _ in space.sample(using: &random) }
      .filter { forms.insert(space.operatorGraph(of: $0)?.canonicalForm).inserted }.prefix(7)
    for strategy in [Bananas.self, RegularizedEvolution.self, LocalSearch.self]
      as [any SearchStrategy.Type]
    {
      let found = try Self.results(
        strategy, scorer, budget: 10, seed: 0, SearchKnowledge(start: Array(promising)))
      #expect(found.prefix(7).map(\.architecture) == Array(promising), "\(strategy.name)")
      #expect(found.count == 10)
    }
    // Random search is the baseline of all, and knows nothing.
    let drawn = try Self.results(
      RandomSearch.self, scorer, budget: 10, seed: 0, SearchKnowledge(start: Array(promising)))
    let blind = try Self.results(RandomSearch.self, scorer, budget: 10, seed: 0)
    #expect(drawn.map(\.architecture) == blind.map(\.architecture))
  }

  @Test("Of a pool nothing else is evaluated, and all of it where the budget allows")
  func pool() throws {
    let space = try Shipped.space()
    var random = SplitMix64(seed: 2)
    var forms: Set<OperatorGraph.CanonicalForm?> = []
    let pool = (0..<200).map { _ in space.sample(using: &random) }
      .filter { forms.insert(space.operatorGraph(of: $0)?.canonicalForm).inserted }
    let known = KnownScores(
      Dictionary(uniqueKeysWithValues: pool.map { ($0, Double($0.genes.count { $0 == 3 })) }),
      of: space)
    for strategy in [Bananas.self, RandomSearch.self] as [any SearchStrategy.Type] {
      let found = try Self.results(
        strategy, known, budget: 1_000, seed: 0, SearchKnowledge(pool: pool))
      #expect(Set(found.map(\.architecture)) == Set(pool), "\(strategy.name)")
    }
    let best = try #require(pool.map { $0.genes.count { $0 == 3 } }.max())
    let found = try Self.results(
      Bananas.self, known, budget: 60, seed: 1, SearchKnowledge(pool: pool))
    #expect(found.contains { $0.score == Double(best) })
    for strategy in SearchStrategies.registered where !strategy.canKeepToPool {
      #expect(throws: UserError.self, "\(strategy.name)") {
        try Self.results(strategy, known, budget: 500, seed: 0, SearchKnowledge(pool: pool))
      }
    }
  }

  @Test("Threads and results of no use change nothing")
  func stable() throws {
    let space = try Shipped.space()
    let scorer = ToyScorer(.proportions, of: space)
    func found(threads: Int) throws -> [Architecture] {
      let sources = SurrogateSources(
        space, scorer: nil, operators: space.operators.map { $0.attributes ?? .none },
        threads: threads)
      return try Self.results(
        Bananas.self, scorer, budget: 60, seed: 3, SearchKnowledge(sources: { sources })
      ).map(\.architecture)
    }
    #expect(try found(threads: 1) == found(threads: 3))
    // Equal results teach nothing: cells are drawn at random, and the search goes on.
    let flat = ToyScorer(.init(name: "flat", optimum: 0) { _ in 0 }, of: space)
    #expect(try Self.results(Bananas.self, flat, budget: 80, seed: 0).count == 80)
  }

  @Test("A surrogate that filters children saves evaluations")
  func filter() throws {
    let scorer = ToyScorer(.convolutions, of: try Shipped.space())
    func mean(_ filter: KnobValue) throws -> Double {
      let knobs: [String: KnobValue] = ["filter": filter, "batch": 5, "population": 20]
      let counts = try (UInt64(0)..<12).map { seed in
        let found = try Self.results(
          RegularizedEvolution.self, scorer, budget: 300, seed: seed, knobs: knobs)
        let forms = found.map { scorer.space.operatorGraph(of: $0.architecture)?.canonicalForm }
        #expect(found.count == 300 && Set(forms).count == 300)
        return Self.evaluations(found, until: 6)
      }
      return Double(counts.reduce(0, +)) / 12
    }
    #expect(try mean(4) < 0.7 * mean(1))
  }

  @Test(
    "Every surrogate, acquisition function and kind of candidates searches",
    arguments: [
      ["surrogate": "forest"], ["surrogate": "ridge", "encoding": "one-hot"],
      ["surrogate": "networks", "encoding": "path", "candidates": "mutants"],
      ["acquisition": "thompson"], ["acquisition": "mean", "candidates": "all"],
      ["acquisition": "expected-improvement", "encoding": "counts"],
    ] as [[String: KnobValue]])
  func kinds(knobs: [String: KnobValue]) throws {
    let scorer = ToyScorer(.convolutions, of: try Shipped.space())
    let found = try Self.results(Bananas.self, scorer, budget: 60, seed: 4, knobs: knobs)
    let drawn = try Self.results(RandomSearch.self, scorer, budget: 60, seed: 4)
    #expect(found.count == 60)
    #expect(found.map(\.score).max() ?? 0 >= drawn.map(\.score).max() ?? 0)
    let again = try Self.results(Bananas.self, scorer, budget: 60, seed: 4, knobs: knobs)
    #expect(again.map(\.architecture) == found.map(\.architecture))
  }
}
