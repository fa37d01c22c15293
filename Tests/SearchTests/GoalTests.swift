import Fixtures
import Latency
import Networks
import Randomness
import Search
import Spaces
import Testing
import Wording

@Suite struct GoalTests {
  private static func sources(_ space: SearchSpace) -> ObjectiveSources {
    ObjectiveSources(of: space, threads: 2)
  }

  private static func goals(
    _ names: [String], _ bounds: [(String, Double)] = [], of space: SearchSpace
  ) throws -> SearchGoals {
    let sources = sources(space)
    return SearchGoals(
      objectives: try names.map { try Objectives.make($0, from: sources) },
      constraints: try bounds.map { name, bound in
        SearchGoals.Constraint(
          try Objectives.make(name, from: sources), atMost: bound,
          text: "\(Setting.bound(on: name), bound)")
      })
  }

  private static func search(
    _ strategy: any SearchStrategy.Type, _ goals: SearchGoals, of space: SearchSpace,
    budget: Int = 500, seed: UInt64 = 1
  ) throws -> (result: SearchResult, worst: [Double]?) {
    let evaluator = ScorerEvaluator(ToyScorer(.convolutions, of: space), goals)
    var run = try SearchRun(strategy, with: evaluator, budget: budget, seed: seed)
    let result = try run.run()
    return (result, run.worst)
  }

  @Test("Objectives are the exact costs of the networks")
  func costs() throws {
    let space = try Shipped.space()
    var random = SplitMix64(seed: 3)
    let architectures = (0..<50).map { _ in space.sample(using: &random) }
    let sources = Self.sources(space)
    let networks = try architectures.map {
      NetworkCost(of: try space.network(of: $0, for: try space.dataSet()))
    }
    func values(_ name: String) throws -> [Double] {
      try Objectives.make(name, from: sources).values(
        of: architectures, scores: architectures.map { _ in 0 })
    }
    #expect(try values("params") == networks.map { Double($0.parameters) })
    #expect(try values("flops") == networks.map { Double($0.multiplyAccumulates) })
    #expect(try values("depth") == networks.map { Double($0.depth) })
    #expect(try values("memory") == networks.map { Double(4 * $0.activations) })
    // In any order, and again.
    #expect(
      try Objectives.make("params", from: sources).values(
        of: architectures.reversed(), scores: architectures.map { _ in 0 })
        == networks.reversed().map { Double($0.parameters) })
    #expect(throws: UserError.self) { try Objectives.make("params:phone", from: sources) }
    #expect(throws: UserError.self) { try Objectives.make("latency", from: sources) }
  }

  @Test("Evaluations are turned so that higher is better, and violations are shares of the bounds")
  func evaluations() throws {
    let space = try Shipped.space()
    let goals = try Self.goals(
      ["score", "params"], [("params", 100_000), ("depth", 10)], of: space)
    let scorer = ToyScorer(.convolutions, of: space)
    let evaluator = ScorerEvaluator(scorer, goals)
    let architecture = try space.architecture(
      parsing: "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|none~0|none~1|nor_conv_3x3~2|")
    let network = NetworkCost(of: try space.network(of: architecture, for: try space.dataSet()))
    let found = try evaluator.evaluations(of: [.architecture(architecture)])[0]
    #expect(found.score == 4)
    #expect(found.objectives == [4, -Double(network.parameters)])
    let expected = Double(network.parameters) / 100_000 - 1 + Double(network.depth) / 10 - 1
    #expect(abs(found.violation - expected) < 1e-12)
    #expect(!found.isFeasible)
  }

  @Test("The front of everything is the first front of the definition")
  func exhaustiveFront() throws {
    let space = try SearchSpace(yaml: Example.edges(nodes: 4), path: "example.yaml")
    let goals = try Self.goals(["score", "params", "depth"], of: space)
    let found = try Self.search(Exhaustive.self, goals, of: space)
    let all = Array(space.architectures)
    let evaluator = ScorerEvaluator(ToyScorer(.convolutions, of: space), goals)
    let points = try evaluator.evaluations(of: all.map { .architecture($0) }).map(\.objectives)
    let finite = all.indices.filter { points[$0].allSatisfy(\.isFinite) }
    let front = NonDominatedSorting.naiveFronts(of: finite.map { points[$0] })[0]
    // Each point once, by the first of its architectures.
    var expected: [[Double]: Architecture] = [:]
    for place in front where expected[points[finite[place]]] == nil {
      expected[points[finite[place]]] = all[finite[place]]
    }
    #expect(found.result.front.count == expected.count)
    for member in found.result.front {
      #expect(expected[member.evaluation.objectives] == member.architecture)
    }
    let first = found.result.front.map { $0.evaluation.objectives[0] }
    #expect(first == first.sorted(by: >))
    let worst = (0..<3).compactMap { objective in finite.map { points[$0][objective] }.min() }
    #expect(found.worst == worst)
  }

  @Test(
    "What a search returns violates no constraint",
    arguments: SearchStrategies.registered.map { $0.name })
  func constraints(name: String) throws {
    let space = try Shipped.space()
    let strategy = try SearchStrategies.named(name)
    let bound = 300_000.0
    for names in [["score"], ["score", "flops"]] {
      let goals = try Self.goals(names, [("params", bound), ("depth", 15)], of: space)
      // Pruning alone ends with one cell, whatever that costs.
      let found: SearchResult
      do {
        found = try Self.search(strategy, goals, of: space, budget: 300).result
      } catch let error as UserError where strategy == Pruning.self {
        #expect(error.description.contains("the search met not all of"))
        continue
      }
      for member in [found.best] + found.front.map(\.architecture) {
        let cost = NetworkCost(of: try space.network(of: member, for: try space.dataSet()))
        #expect(Double(cost.parameters) <= bound)
        #expect(cost.depth <= 15)
      }
    }
  }

  @Test("Constraints that nothing meets are told, with what excludes everything")
  func infeasible() throws {
    let space = try Shipped.space()
    func problem(_ bounds: [(String, Double)]) throws -> String {
      let goals = try Self.goals(["score"], bounds, of: space)
      let error = #expect(throws: UserError.self) {
        try Self.search(RandomSearch.self, goals, of: space, budget: 100)
      }
      return error?.description ?? ""
    }
    #expect(
      try problem([("depth", 30), ("params", 1_000)])
        == "nothing meets maxParams: 1000.0: the least params of the 15284 architectures of "
        + "nasbench201 is 73.31k")
  }

  @Test("Two that exclude each other are told together")
  func contradiction() throws {
    let space = try Shipped.space()
    // A 3x3 convolution costs on one device, everything else on the other, and a cell has six of
    // them.
    let operators = ["nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3", "skip_connect", "none"]
    func model(_ device: String, _ latency: (String) -> Double) throws -> LatencyModel {
      try LatencyModel(
        LatencyTable(
          device: device, unit: .seconds, base: 0,
          operators: Dictionary(uniqueKeysWithValues: operators.map { ($0, latency($0)) })),
        of: space, path: device)
    }
    let sources = ObjectiveSources(
      of: space,
      latencies: [
        try model("a") { $0 == "nor_conv_3x3" ? 1 : 0 },
        try model("b") { $0 == "nor_conv_3x3" ? 0 : 1 },
      ], threads: 1)
    func goals(_ bounds: [(String, Double)]) throws -> SearchGoals {
      SearchGoals(
        objectives: [ScoreObjective()],
        constraints: try bounds.map { device, bound in
          SearchGoals.Constraint(
            try LatencyObjective(from: sources, device: device), atMost: bound,
            text: "\(Setting.bound(on: "latency"), "\(device)=\(Int(bound))s")")
        })
    }
    #expect(throws: Never.self) {
      try Self.search(Exhaustive.self, try goals([("a", 1), ("b", 5)]), of: space)
    }
    let error = #expect(throws: UserError.self) {
      try Self.search(Exhaustive.self, try goals([("a", 1), ("b", 1)]), of: space)
    }
    #expect(
      error?.description
        == "nothing meets maxLatency: \"b=1s\" together with maxLatency: \"a=1s\": of those of "
        + "the 15284 architectures of nasbench201 that meet the latter, the least latency_b is 5s")
  }
}
