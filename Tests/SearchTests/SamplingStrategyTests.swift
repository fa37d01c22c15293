import Fixtures
import Search
import Spaces
import Testing

/// Strategies that walk through a space step by step, whatever its kind.
@Suite("Strategies that sample") struct SamplingStrategyTests {
  static let strategies = Strategy.all.filter { $0.type != Exhaustive.self }
  static let climbers = Strategy.guided.filter { $0.type != Exhaustive.self }

  @Test("No two architectures that compute the same are scored", arguments: strategies)
  func noEqualArchitectures(strategy: Strategy) throws {
    for name in ["nasbench201", "darts"] {
      let space = try Shipped.space(name)
      let scorer = ToyScorer(.proportions, of: space)
      _ = try SearchResult(of: strategy.type, with: scorer, budget: 700, seed: 1)
      let forms = scorer.architectures.map { space.operatorGraph(of: $0)?.canonicalForm }
      #expect(forms.count > 600)
      #expect(Set(forms).count == forms.count)
    }
  }

  @Test("A budget larger than the space ends with nearly every cell scored", arguments: strategies)
  func largeBudget(strategy: Strategy) throws {
    let scorer = ToyScorer(.convolutions, of: try Shipped.space())
    _ = try SearchResult(of: strategy.type, with: scorer, budget: 100_000, seed: 0)
    // There are 5,424 connected cells, and all others are one.
    #expect((5_300...5_425).contains(scorer.architectures.count))
  }

  @Test("Every strategy that learns from scores beats random search", arguments: climbers)
  func learning(strategy: Strategy) throws {
    // Of 16 operators a seventh score by chance.
    let goal = ToyScorer.Goal(name: "separable convolutions", optimum: 16) { count in
      Double(count("sep_conv_3x3"))
    }
    let space = try Shipped.space("darts")
    for seed in UInt64(0)..<3 {
      let found = try SearchResult(
        of: strategy.type, with: ToyScorer(goal, of: space), budget: 600, seed: seed)
      let drawn = try SearchResult(
        of: RandomSearch.self, with: ToyScorer(goal, of: space), budget: 600, seed: seed)
      #expect(found.score > drawn.score, "seed \(seed)")
    }
  }

  @Test("A climb that is stuck begins anew")
  func restarts() throws {
    // Every cell scores the same, so that no neighbour is better.
    let flat = ToyScorer.Goal(name: "flat", optimum: 0) { _ in 0 }
    let space = try Shipped.space()
    let scorer = ToyScorer(flat, of: space)
    _ = try SearchResult(of: LocalSearch.self, with: scorer, budget: 1_000, seed: 2)
    #expect(scorer.architectures.count == 1_000)
    // Neighbours of one cell alone would be 24.
    #expect(Set(scorer.architectures).count == 1_000)
  }

  @Test("The oldest die, not the worst")
  func aging() throws {
    let space = try Shipped.space()
    var evolution = try RegularizedEvolution(SearchSetting(space, budget: 2_000, seed: 0))
    let founders = evolution.propose().map(\.candidate)
    // The first founder is by far the best, and everybody descends from it until it dies of age.
    evolution.observe(
      founders, evaluations: founders.indices.map { Evaluation(score: $0 == 0 ? 1 : 0) })
    let start = try #require(founders[0].architecture)
    func neighbours(_ candidates: [Candidate]) -> Int {
      candidates.count { candidate in
        guard let architecture = candidate.architecture else { return false }
        return zip(space.choices(of: architecture), space.choices(of: start)).count { $0 != $1 }
          == 1
      }
    }
    var early = 0
    var late = 0
    for generation in 0..<12 {
      let children = evolution.propose().map(\.candidate)
      if generation < 5 { early += neighbours(children) }
      if generation >= 7 { late += neighbours(children) }
      evolution.observe(children, evaluations: children.map { _ in Evaluation(score: 0) })
    }
    #expect(early > 2 * late)
  }

  @Test("Everything is scored where that is possible, else a strategy samples")
  func usual() throws {
    #expect(SearchStrategies.usual(for: try Shipped.space()) == Exhaustive.self)
    #expect(SearchStrategies.usual(for: try Shipped.space("darts")) == PruningEvolution.self)
  }
}
