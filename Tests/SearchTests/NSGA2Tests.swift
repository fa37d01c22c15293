import Fixtures
import Latency
import Search
import Spaces
import Testing

@Suite struct NSGA2Tests {
  private static func goals(_ space: SearchSpace) throws -> SearchGoals {
    let sources = ObjectiveSources(of: space, threads: 1)
    return SearchGoals(
      objectives: [ScoreObjective(), try Objectives.make("params", from: sources)])
  }

  private static func search(
    _ strategy: any SearchStrategy.Type, of space: SearchSpace, budget: Int, seed: UInt64
  ) throws -> (front: [[Double]], scorer: ToyScorer) {
    let scorer = ToyScorer(.convolutions, of: space)
    var run = try SearchRun(
      strategy, with: ScorerEvaluator(scorer, try goals(space)), budget: budget, seed: seed)
    return (try run.run().front.map(\.evaluation.objectives), scorer)
  }

  @Test("It stays within its budget, asks nothing twice, and a seed gives the same front again")
  func behaviour() throws {
    let space = try Shipped.space()
    for budget in [1, 49, 50, 51, 400] {
      let (front, scorer) = try Self.search(NSGA2.self, of: space, budget: budget, seed: 5)
      #expect(scorer.numberOfQuestions == budget)
      #expect(Set(scorer.architectures).count == budget)
      let again = try Self.search(NSGA2.self, of: space, budget: budget, seed: 5)
      #expect(again.front == front)
      #expect(again.scorer.architectures == scorer.architectures)
    }
  }

  @Test("A space that is used up ends the search")
  func exhausted() throws {
    let space = try SearchSpace(yaml: Example.tiny, path: "tiny.yaml")
    let (_, scorer) = try Self.search(NSGA2.self, of: space, budget: 100, seed: 0)
    #expect(scorer.numberOfQuestions == 3)
  }

  @Test("Its front is nearly that of the whole space, and better than that of random search")
  func quality() throws {
    let space = try Shipped.space()
    let whole = try Self.search(Exhaustive.self, of: space, budget: 1, seed: 0).front
    let reference = [-1.0, -2e6]
    let best = Hypervolume.volume(of: whole, above: reference)
    var (evolved, random) = (0.0, 0.0)
    for seed in 0..<5 as Range<UInt64> {
      let front = try Self.search(NSGA2.self, of: space, budget: 1_000, seed: seed).front
      let share = Hypervolume.volume(of: front, above: reference) / best
      #expect(share > 0.95)
      evolved += share
      random +=
        Hypervolume.volume(
          of: try Self.search(RandomSearch.self, of: space, budget: 1_000, seed: seed).front,
          above: reference) / best
    }
    #expect(evolved > random)
  }

  @Test("With one objective it is a genetic algorithm that finds the best")
  func single() throws {
    let space = try Shipped.space()
    let scorer = ToyScorer(.convolutions, of: space)
    let found = try SearchResult(of: NSGA2.self, with: scorer, budget: 1_500, seed: 2)
    #expect(found.score == scorer.goal.optimum)
    #expect(found.front.map(\.architecture) == [found.best])
  }

  @Test("Several objectives are searched by it without being asked")
  func usual() throws {
    let space = try Shipped.space()
    let goals = try Self.goals(space)
    #expect(
      SearchStrategies.usual(for: space, severalObjectives: goals.hasSeveralObjectives).name
        == NSGA2.name)
    #expect(SearchStrategies.usual(for: space).name == Exhaustive.name)
  }
}
