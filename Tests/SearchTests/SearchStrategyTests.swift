import Fixtures
import Search
import Spaces
import TestSupport
import Testing
import Wording

/// A strategy as a test argument.
struct Strategy: Sendable, CustomTestStringConvertible {
  let place: Int
  var type: any SearchStrategy.Type { SearchStrategies.registered[place] }
  var testDescription: String { type.name }

  static let registered = SearchStrategies.registered.indices.map(Strategy.init)
  /// Those that search any space with any budget.
  static let all = registered.filter { $0.type != Pruning.self }
  /// Strategies that learn from scores and find the best architecture.
  static let guided = all.filter { $0.type != RandomSearch.self }
}

/// The promises of every strategy, and those of each on its own.
@Suite struct SearchStrategyTests {
  static let budgets = [1, 10, 60, 500]

  @Test(
    "A search finds what is best, or nearly",
    arguments: Strategy.guided, ToyScorer.Goal.all)
  func optimum(strategy: Strategy, goal: ToyScorer.Goal) throws {
    let scorer = ToyScorer(goal, of: try Shipped.space())
    for seed in UInt64(0)..<5 {
      let run = try SearchResult(of: strategy.type, with: scorer, budget: 500, seed: seed)
      #expect(run.score == goal.optimum, "seed \(seed)")
      #expect(scorer.score(of: scorer.space.operatorGraph(of: run.best)) == run.score)
      #expect(run.duration > .zero)
    }
  }

  @Test("A search counts what it scores", arguments: Strategy.all, budgets)
  func evaluations(strategy: Strategy, budget: Int) throws {
    let scorer = ToyScorer(.proportions, of: try Shipped.space())
    let run = try SearchResult(of: strategy.type, with: scorer, budget: budget, seed: 3)
    #expect(run.evaluations == scorer.numberOfQuestions)
    #expect(scorer.architectures.contains(run.best))
  }

  @Test("No architecture is scored twice", arguments: Strategy.all)
  func noRepetition(strategy: Strategy) throws {
    let scorer = ToyScorer(.proportions, of: try Shipped.space())
    _ = try SearchResult(of: strategy.type, with: scorer, budget: 500, seed: 0)
    #expect(Set(scorer.architectures).count == scorer.architectures.count)
  }

  @Test("The same seed makes the same search", arguments: Strategy.all, budgets)
  func sameSeed(strategy: Strategy, budget: Int) throws {
    let space = try Shipped.space()
    let (first, second) = (ToyScorer(.proportions, of: space), ToyScorer(.proportions, of: space))
    let one = try SearchResult(of: strategy.type, with: first, budget: budget, seed: 7)
    let other = try SearchResult(of: strategy.type, with: second, budget: budget, seed: 7)
    #expect(one.best == other.best)
    #expect(one.score == other.score)
    #expect(first.architectures == second.architectures)
  }

  @Test("A search of a space with few cells ends, whatever the budget", arguments: Strategy.all)
  func tinySpace(strategy: Strategy) throws {
    let space = try SearchSpace(yaml: Example.tiny, path: "tiny.yaml")
    for budget in [1, 2, 3, 9, 1_000] {
      let scorer = ToyScorer(.convolutions, of: space)
      let run = try SearchResult(of: strategy.type, with: scorer, budget: budget, seed: 0)
      #expect(run.evaluations == scorer.numberOfQuestions)
      if budget == 1_000 { #expect(run.score == 1) }
    }
  }

  @Test("A space of one cell has a best one", arguments: Strategy.all)
  func oneCell(strategy: Strategy) throws {
    let yaml = Example.edges(nodes: 3, operators: ["nor_conv_3x3"])
    let scorer = ToyScorer(.convolutions, of: try SearchSpace(yaml: yaml, path: "one.yaml"))
    let run = try SearchResult(of: strategy.type, with: scorer, budget: 100, seed: 0)
    #expect(run.evaluations == 1)
    #expect(run.score == 3)
  }

  @Test("A strategy is found by its name", arguments: Strategy.registered)
  func byName(strategy: Strategy) throws {
    #expect(try SearchStrategies.named(strategy.type.name) == strategy.type)
    #expect(!strategy.type.summary.isEmpty)
  }

  @Test("An unknown strategy is answered with the nearest")
  func unknownName() {
    let error = #expect(throws: UnknownNameError.self) {
      try SearchStrategies.named("prunning-evolution")
    }
    #expect(
      error?.description
        == "unknown search strategy \"prunning-evolution\"; known are exhaustive, "
        + "pruning-evolution, pruning, regularized-evolution, local, bananas, random, nsga2; "
        + "did you mean \"pruning-evolution\"?")
  }
}

@Suite struct ExhaustiveTests {
  @Test("Every architecture is scored once, in order, however small the budget")
  func everything() throws {
    let space = try Shipped.space()
    let scorer = ToyScorer(.convolutions, of: space)
    let run = try SearchResult(of: Exhaustive.self, with: scorer, budget: 1, seed: 0)
    #expect(scorer.architectures == Array(space.architectures))
    #expect(run.evaluations == 15_625)
    #expect(
      space.notation(of: run.best)
        == "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|"
        + "+|nor_conv_3x3~0|nor_conv_3x3~1|nor_conv_3x3~2|")
  }

  @Test("Of equally good architectures the first of the listing is the best")
  func ties() throws {
    let space = try Shipped.space()
    let scorer = ToyScorer(.proportions, of: space)
    let run = try SearchResult(of: Exhaustive.self, with: scorer, budget: 1, seed: 0)
    let first = space.architectures.first { scorer.score(of: space.operatorGraph(of: $0)) == 0 }
    #expect(run.best == first)
  }

  @Test("A space that is too large is refused, with what to do")
  func tooLarge() throws {
    // 3^21 cells.
    let space = try SearchSpace(yaml: Example.edges(nodes: 7), path: "large.yaml")
    #expect(space.size == 10_460_353_203)
    #expect(
      throws: UserError(
        "example has 10460353203 architectures, too many to score them all (at most 10000000); "
          + "choose \(.strategy, "pruning-evolution")")
    ) {
      try SearchResult(
        of: Exhaustive.self, with: ToyScorer(.convolutions, of: space), budget: 10, seed: 0)
    }
  }
}

@Suite struct PruningEvolutionTests {
  @Test(
    "The budget is used and not exceeded",
    arguments: [1, 10, 60, 419, 420, 421, 470, 500, 2_000])
  func budget(budget: Int) throws {
    let scorer = ToyScorer(.convolutions, of: try Shipped.space())
    let run = try SearchResult(of: PruningEvolution.self, with: scorer, budget: budget, seed: 0)
    #expect(run.evaluations == budget)
  }

  @Test(
    "A budget of which pruning would take more than a fifth goes to cells instead",
    arguments: [1, 10, 60, 84, 419])
  func smallBudget(budget: Int) throws {
    let scorer = ToyScorer(.convolutions, of: try Shipped.space())
    _ = try SearchResult(of: PruningEvolution.self, with: scorer, budget: budget, seed: 0)
    #expect(scorer.architectures.count == budget)
  }

  @Test("Evolution starts from the cell that pruning leaves")
  func founder() throws {
    // 6 edges of 5 operators: 30 + 24 + 18 + 12 supernets, and the cell that is left.
    let scorer = ToyScorer(.proportions, of: try Shipped.space())
    let run = try SearchResult(of: PruningEvolution.self, with: scorer, budget: 420, seed: 0)
    #expect(run.evaluations == 420)
    #expect(scorer.architectures.count == 420 - 84)
    let pruned = try SearchResult(of: Pruning.self, with: scorer, budget: 85, seed: 0)
    #expect(scorer.architectures.first == pruned.best)
  }

  @Test("No two cells that compute the same are scored", arguments: UInt64(0)..<5)
  func noEqualCells(seed: UInt64) throws {
    let space = try Shipped.space()
    let scorer = ToyScorer(.proportions, of: space)
    _ = try SearchResult(of: PruningEvolution.self, with: scorer, budget: 1_000, seed: seed)
    let forms = scorer.architectures.map { space.operatorGraph(of: $0)?.canonicalForm }
    #expect(forms.count > 900)
    #expect(Set(forms).count == forms.count)
  }

  @Test("A budget larger than the space ends with nearly every cell scored")
  func largeBudget() throws {
    let scorer = ToyScorer(.convolutions, of: try Shipped.space())
    let run = try SearchResult(of: PruningEvolution.self, with: scorer, budget: 100_000, seed: 0)
    // There are 5,424 connected cells, and all others are one.
    #expect((5_400...5_425).contains(scorer.architectures.count))
    #expect(run.evaluations == 84 + scorer.architectures.count)
  }

  @Test("Different seeds explore different cells")
  func differentSeeds() throws {
    let space = try Shipped.space()
    let explored = try (UInt64(0)..<5).map { seed in
      let scorer = ToyScorer(.proportions, of: space)
      _ = try SearchResult(of: PruningEvolution.self, with: scorer, budget: 500, seed: seed)
      return Set(scorer.architectures)
    }
    for (first, one) in explored.enumerated() {
      for other in explored[(first + 1)...] {
        // By chance two halves of a thousand draws from 5,425 cells share few.
        #expect(one.intersection(other).count < one.count / 2)
      }
    }
  }

  @Test("Evolution improves on random cells")
  func evolution() throws {
    // Where no budget is left for pruning, evolution alone follows.
    let space = try Shipped.space()
    let scorer = ToyScorer(.convolutions, of: space)
    _ = try SearchResult(of: PruningEvolution.self, with: scorer, budget: 84, seed: 0)
    let scores = scorer.architectures.map { scorer.score(of: space.operatorGraph(of: $0)) }
    let (founders, children) = (scores.prefix(50), scores.dropFirst(50))
    let (before, after) = (
      founders.filter(\.isFinite).reduce(0, +) / Double(founders.count),
      children.filter(\.isFinite).reduce(0, +) / Double(children.count)
    )
    #expect(after > before + 0.5)
  }

  @Test(
    "Spaces without operators on edges are searched by evolution alone",
    arguments: ["nasbench101", "darts", "once-for-all-mobilenetv3"])
  func withoutEdges(name: String) throws {
    let scorer = ToyScorer(.convolutions, of: try Shipped.space(name))
    let search = try SearchResult(of: PruningEvolution.self, with: scorer, budget: 120, seed: 0)
    #expect(search.evaluations == 120)
    #expect(scorer.space.contains(search.best))
  }
}
