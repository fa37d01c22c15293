import Fixtures
import Scoring
import Search
import Spaces
import Testing

@Suite("Pruning") struct PruningTests {
  @Test("The best cell of a score that is a sum over the edges is found")
  func sum() throws {
    let scorer = ToyScorer(.convolutions, of: try Shipped.space())
    let run = try SearchResult(of: Pruning.self, with: scorer, budget: 85, seed: 0)
    #expect(run.score == 6)
    // 6 edges of 5 operators: 30 + 24 + 18 + 12 supernets, and the cell that is left.
    #expect(run.evaluations == 85)
    #expect(scorer.numberOfQuestions == 85)
    #expect(scorer.architectures == [run.best])
    #expect(Pruning.evaluations(of: scorer.space, budget: 1_000) == 85)
  }

  @Test("Nothing is random, and a larger budget changes nothing")
  func deterministic() throws {
    let scorer = ToyScorer(.proportions, of: try Shipped.space())
    let found = try (UInt64(0)..<4).map { seed in
      try SearchResult(of: Pruning.self, with: scorer, budget: 85 + Int(seed) * 100, seed: seed)
    }
    #expect(Set(found.map(\.best)).count == 1)
    #expect(found.allSatisfy { $0.evaluations == 85 })
  }

  @Test("Each round takes one operator from every edge that has more than one")
  func rounds() throws {
    let space = try Shipped.space()
    var pruning = try Pruning(space: space, budget: 85, seed: 0)
    var sizes: [Int] = []
    while true {
      let candidates = pruning.propose().map(\.candidate)
      if candidates.isEmpty { break }
      sizes.append(candidates.count)
      for case .supernet(let alternatives) in candidates {
        // All edges have lost as many operators, and one of them one more.
        let counts = alternatives.map(\.count)
        #expect(counts.reduce(0, +) == 6 * (6 - sizes.count) - 1)
        #expect(Set(counts).count == 2)
      }
      pruning.observe(candidates, evaluations: candidates.map { _ in Evaluation(score: 0) })
    }
    #expect(sizes == [30, 24, 18, 12, 1])
  }

  @Test("Of equal losses the operator that comes first in the file is taken")
  func ties() throws {
    let flat = ToyScorer.Goal(name: "flat", optimum: 0) { _ in 0 }
    let space = try Shipped.space()
    let run = try SearchResult(
      of: Pruning.self, with: ToyScorer(flat, of: space), budget: 85, seed: 0)
    // Without none the supernet is as good as without any other; the last operator stays.
    let last = try #require(space.edgeOperators.last)
    #expect(space.choices(of: run.best) == Array(repeating: last, count: 6))
  }

  @Test("A budget that is too small is refused, with the one that it takes")
  func smallBudget() throws {
    let scorer = ToyScorer(.convolutions, of: try Shipped.space())
    #expect(
      throws: UserError(
        "pruning nasbench201 takes 85 evaluations, and --budget is 84; allow 85 or choose "
          + "--strategy pruning-evolution")
    ) {
      try SearchResult(of: Pruning.self, with: scorer, budget: 84, seed: 0)
    }
    #expect(scorer.numberOfQuestions == 0)
  }

  @Test("Spaces without operators on edges are refused", arguments: ["nasbench101", "darts"])
  func withoutEdges(name: String) throws {
    let scorer = ToyScorer(.convolutions, of: try Shipped.space(name))
    #expect(
      throws: UserError(
        "\(name) has no operators on edges, so that there is no supernet to prune; choose "
          + "--strategy pruning-evolution")
    ) {
      try SearchResult(of: Pruning.self, with: scorer, budget: 1_000, seed: 0)
    }
  }

  @Test("A space of one cell has nothing to prune")
  func oneCell() throws {
    let yaml = Example.edges(nodes: 3, operators: ["nor_conv_3x3"])
    let scorer = ToyScorer(.convolutions, of: try SearchSpace(yaml: yaml, path: "one.yaml"))
    let run = try SearchResult(of: Pruning.self, with: scorer, budget: 1, seed: 0)
    #expect(run.evaluations == 1)
    #expect(run.score == 3)
  }

  @Test("A scorer that scores no supernets is refused")
  func withoutGraphs() throws {
    let scorer = CellScorer(space: try Shipped.space())
    for strategy in [Pruning.self, PruningEvolution.self] as [any SearchStrategy.Type] {
      #expect(
        throws: UserError(
          "only the learned predictor scores the supernets that pruning makes; choose --by "
            + "predictor or another --strategy")
      ) {
        try SearchResult(of: strategy, with: scorer, budget: 500, seed: 0)
      }
    }
  }
}

/// Scores cells alone.
private struct CellScorer: Scorer {
  let space: SearchSpace
  var scoresGraphs: Bool { false }
  func scores(of architectures: [Architecture]) -> [Double] { architectures.map { _ in 0 } }
  func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] { [] }
}
