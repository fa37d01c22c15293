import Files
import Formulas
import Foundation
import Networks
import Proxies
import Randomness
import Scoring
import Spaces
import Statistics
import TestSupport
import Testing

@Suite("Formulas: evolution and files")
struct FormulaEvolutionTests {
  private static let terminals = ["flops", "graph_poolings", "layers", "params"]

  private func evaluator(of name: String) throws -> ProxyEvaluator {
    let space = try SearchSpace.named(
      name, in: Installation(root: Locations.root.path))
    let attributes = space.operators.map { $0.attributes ?? .none }
    return ProxyEvaluator(
      in: ProxyContext(space, for: try space.dataSet(), threads: 2) { attributes })
  }

  /// Random cells whose labels a formula gives.
  private func problem(
    by formula: String, in folder: URL, count: Int = 120, terminals: [String] = Self.terminals,
    of name: String = "transnasbench101-micro"
  ) throws -> FormulaProblem {
    let evaluator = try evaluator(of: name)
    let space = evaluator.space
    let scorer = try FormulaScorer(
      FormulaFile(name: "truth", formula: try Formula(parsing: formula)), by: evaluator)
    var random = SplitMix64(seed: 4)
    let cells = Set((0..<count).map { _ in space.sample(using: &random) }).sorted()
    let columns = try #require(space.benchmark).accuracies
    var text = "arch,\(columns.joined(separator: ","))\n"
    for (cell, score) in zip(cells, scorer.scores(of: cells).values) where score.isFinite {
      text += space.notation(of: cell)
      for task in columns.indices {
        text += ",\(score + (task == 0 ? 0 : 0.01 * random.uniform()))"
      }
      text += "\n"
    }
    let path = folder.appendingPathComponent("\(name).csv").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return try FormulaProblem(
      TrainedNetworks(of: space, at: path), terminals: terminals, by: evaluator)
  }

  private var settings: FormulaEvolution.Settings {
    var settings = FormulaEvolution.Settings()
    (settings.population, settings.generations, settings.restarts) = (80, 12, 2)
    settings.costOfNode = 0.001
    return settings
  }

  @Test("A planted formula is found, by the same steps on any number of threads")
  func planted() throws {
    try withTemporaryFolder { folder in
      let problem = try problem(by: "layers - square(params)", in: folder)
      func run(_ threads: Int, seed: UInt64 = 0) throws -> FormulaEvolution.Result {
        var settings = settings
        settings.seed = seed
        return try #require(
          FormulaEvolution(
            [problem], terminals: Self.terminals, settings: settings, threads: threads
          ).run())
      }
      let found = try run(1)
      #expect(found.best.spearman[0] > 0.99, "\(found.best.formula)")
      let single = try #require(found.front.first)
      #expect(single.size == 1 && single.fitness < found.best.fitness)
      #expect(found.front.map(\.size) == found.front.map(\.size).sorted())
      #expect(found.history == found.history.sorted(), "the best never gets worse")
      for threads in [2, 3] {
        let again = try run(threads)
        #expect(again.best == found.best && again.front == found.front)
        #expect(again.evaluations == found.evaluations)
      }
      #expect(try run(2, seed: 1).history != found.history)
    }
  }

  @Test("It can be stopped, and keeps the best so far")
  func stopping() throws {
    try withTemporaryFolder { folder in
      let problem = try problem(by: "layers - square(params)", in: folder)
      var (generations, fractions): (Int, [Double]) = (0, [])
      let found = try #require(
        FormulaEvolution(
          [problem], terminals: Self.terminals, settings: settings, threads: 2
        ).run(
          shouldStop: {
            generations += 1
            return generations == 3
          }, progress: { fractions.append($0.fraction) }))
      #expect(found.isStopped && found.history.count == 3)
      #expect(fractions.count == 3 && fractions == fractions.sorted())
      #expect(found.best.spearman[0] > 0.3)
    }
  }

  @Test("One that was stopped goes on by the same steps, whenever it was stopped")
  func resuming() throws {
    try withTemporaryFolder { folder in
      let evolution = FormulaEvolution(
        [try problem(by: "layers - square(params)", in: folder)], terminals: Self.terminals,
        settings: settings, threads: 2)
      let whole = try #require(evolution.run())
      #expect(whole.history.count == 2 * 13)
      for stop in [1, 7, 13, 20] {
        var kept: FormulaEvolution.State?
        var generations = 0
        let stopped = try #require(
          evolution.run(
            keep: { kept = $0 },
            shouldStop: {
              generations += 1
              return generations == stop
            }))
        #expect(stopped.history == Array(whole.history.prefix(stop)))
        let text = try JSONEncoder().encode(try #require(kept))
        let state = try JSONDecoder().decode(FormulaEvolution.State.self, from: text)
        let found = try #require(evolution.run(from: state))
        #expect(found.history == whole.history && found.front == whole.front)
        #expect(found.best == whole.best && found.origin == whole.origin && !found.isStopped)
      }
    }
  }

  @Test("All formulas of one function are tried before chance has its say")
  func formulasOfOneFunction() throws {
    try withTemporaryFolder { folder in
      var settings = settings
      (settings.population, settings.generations, settings.restarts) = (2, 1, 1)
      let found = try #require(
        FormulaEvolution(
          [try problem(by: "flops - graph_poolings", in: folder)], terminals: Self.terminals,
          settings: settings, threads: 1
        ).run())
      #expect(found.origin == (0, 0))
      // Four formulas by chance would not find it.
      #expect(found.best.size <= 3 && found.best.spearman[0] > 0.99)
    }
  }

  @Test("The fitness is the mean over spaces, less a share of the spread and the size; signs stay")
  func fitness() throws {
    try withTemporaryFolder { folder in
      let first = try problem(by: "params", in: folder)
      let second = try problem(
        by: "neg(params) + 0.5 * flops * flops", in: folder, of: "nasbench201")
      let evolution = FormulaEvolution(
        [first, second], terminals: Self.terminals, settings: settings, threads: 1)
      let up = try #require(evolution.candidate(.terminal("params")))
      let (a, b) = (up.spearman[0], up.spearman[1])
      #expect(a > 0.999, "a planted terminal ranks its own labels")
      let mean = (a + b) / 2
      let deviation = abs(a - b) / 2
      #expect(abs(up.fitness - (mean - 0.25 * deviation - 0.001)) < 1e-12)
      let down = try #require(evolution.candidate(.unary(.negate, .terminal("params"))))
      #expect(abs(down.spearman[0] + a) < 1e-12, "upside down is bad")
      #expect(try #require(evolution.candidate(.constant(1))).spearman == [0, 0])
      #expect(
        evolution.candidate(
          (0..<12).reduce(.terminal("params")) { formula, _ in .unary(.square, formula) })?
          .fitness.isFinite != false)
    }
  }

  @Test("A terminal that a space does not have makes formulas with it useless there")
  func missing() throws {
    let evaluator = try evaluator(of: "autoformer-tiny")
    #expect(throws: NetworkError.self) { try TerminalTable(["snip_closed"], by: evaluator) }
    #expect(throws: (any Error).self) { try TerminalTable(["accuracy"], by: evaluator) }
    let kept = try TerminalTable(
      ["params"], by: try self.evaluator(of: "autoformer-tiny"))
    #expect(kept.constant.isEmpty)
  }

  @Test("Ranks by one sort of integers are average ranks")
  func ranks() throws {
    var random = SplitMix64(seed: 8)
    for count in [1, 2, 17, 1000, 1024] {
      for distinct in [3, 100_000] {
        let values = (0..<count).map { _ -> Double in
          Double(random.integer(below: distinct)) / 7 - Double(distinct) / 14
        }
        let centre = Double(count + 1) / 2
        let expected = try RankCorrelation.averageRanks(values).map { $0 - centre }
        #expect(RankSort.centredRanks(of: values) == expected)
      }
    }
    #expect(RankSort.centredRanks(of: [0.0, -0.0, 1]) == [-0.5, -0.5, 1])
    #expect(RankSort.centredRanks(of: []) == [])
  }

  /// Cells of micro with accuracies of two tasks, and a file of recorded proxies beside the table.
  private func recorded(
    in folder: URL, count: Int = 240, spoiling: (String) -> String = { $0 }
  ) throws -> (evaluator: ProxyEvaluator, networks: TrainedNetworks, proxies: RecordedProxies) {
    let evaluator = try evaluator(of: "transnasbench101-micro")
    let space = evaluator.space
    var random = SplitMix64(seed: 11)
    let cells = Set((0..<count).map { _ in space.sample(using: &random) }).sorted()
    var table = "arch,class_scene_test,class_object_test\n"
    var proxies = "arch,class_scene_jacov,class_scene_snip,class_object_jacov,jacov\n"
    for (number, cell) in cells.enumerated() {
      let jacov = random.normal()
      table += "\(space.notation(of: cell)),\(jacov),\(-jacov)\n"
      // Each tenth was not recorded.
      let snip = number % 10 == 3 ? "" : "\(abs(random.normal()))"
      proxies += "\(space.notation(of: cell)),\(jacov),\(snip),\(jacov + 1),7\n"
    }
    let path = folder.appendingPathComponent("micro.csv").path
    try table.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(
      RecordedProxies.path(beside: path) == folder.appendingPathComponent("proxies-micro.csv").path)
    #expect(RecordedProxies.path(beside: "micro.csv") == "proxies-micro.csv")
    try spoiling(proxies).write(
      toFile: RecordedProxies.path(beside: path), atomically: true, encoding: .utf8)
    let networks = try TrainedNetworks(of: space, at: path)
    return (
      evaluator, networks,
      try RecordedProxies(
        of: networks, in: space, terminals: ["flops", "jacov", "near", "snip"],
        at: RecordedProxies.path(beside: path))
    )
  }

  @Test("Recorded proxies are joined to the accuracies of their data set; gaps are left out")
  func recordedProxies() throws {
    try withTemporaryFolder { folder in
      let (evaluator, networks, recorded) = try recorded(in: folder)
      let task = try #require(recorded.tasks.first)
      #expect(recorded.tasks.count == 1 && task.column == "class_scene_test")
      #expect(task.values.keys.sorted() == ["jacov", "snip"])
      let all = networks.architectures.count
      #expect(task.architectures.count == all - (all + 6) / 10)
      #expect(task.values["jacov"] == task.accuracies, "jacov is the accuracy here")
      // The other task has no snip, which the first has.
      let leftOut = try #require(recorded.leftOut.first)
      #expect(leftOut.column == "class_object_test" && leftOut.reason.contains("snip"))

      let terminals = ["flops", "jacov", "near", "snip"]
      let problem = try FormulaProblem(task, networks, terminals: terminals, by: evaluator)
      #expect(problem.missing == ["near"], "neither recorded nor measured")
      let sampled = try problem.sampled(of: networks)
      #expect(sampled.architectures.count <= problem.architectures.count)
      let evolution = FormulaEvolution(
        [sampled], terminals: terminals, settings: settings, threads: 1)
      let jacov = try #require(evolution.candidate(.terminal("jacov")))
      #expect(jacov.spearman[0] > 0.9999)
      #expect(evolution.candidate(.terminal("near")) == nil)
    }
  }

  @Test("Too few recorded architectures, and texts that are no numbers, are told")
  func recordedMistakes() throws {
    try withTemporaryFolder { folder in
      let few = try recorded(in: folder, count: 60).proxies
      #expect(few.tasks.isEmpty)
      #expect(few.leftOut.first?.reason.contains("100 are needed") == true)
      let text = sentence {
        _ = try recorded(in: folder) {
          $0.replacing(",7\n", with: ",7\n", maxReplacements: 1)
            .replacing("class_scene_snip", with: "snip").replacing(",,", with: ",soon,")
        }
      }
      #expect(text?.contains("soon") == true, "\(text ?? "nothing thrown")")
    }
  }

  @Test("Tasks of one space share a vote")
  func votes() throws {
    try withTemporaryFolder { folder in
      let first = try problem(by: "params", in: folder)
      let second = try problem(by: "neg(params) + 0.5 * flops * flops", in: folder)
      let formula = Formula.terminal("params")
      func fitness(_ problems: [FormulaProblem]) throws -> Double {
        try #require(
          FormulaEvolution(
            problems, terminals: Self.terminals, settings: settings, threads: 1
          ).candidate(formula)
        ).fitness
      }
      // Both are of one space: its vote is their mean, and there is no spread.
      let (a, b) = (try fitness([first]), try fitness([second]))
      #expect(abs(try fitness([first, second]) - (a + b) / 2) < 1e-12)
    }
  }

  @Test("The learned score is a terminal where there is a predictor")
  func learned() throws {
    let evaluator = try evaluator(of: "transnasbench101-micro")
    let learned = try ProxyScorer(ParameterCount.self, by: evaluator)
    var random = SplitMix64(seed: 3)
    let cells = (0..<50).map { _ in evaluator.space.sample(using: &random) }
    let names = [FormulaTerminals.learned, "params"]
    let table = try TerminalTable(names, by: evaluator, learned: learned)
    for row in table.rows(of: cells) {
      if let row = try row.get() { #expect(row[0] == row[1], "its scores are parameters here") }
    }
    #expect(throws: NetworkError.self) { try TerminalTable(names, by: evaluator) }
    let file = FormulaFile(name: "f", formula: try Formula(parsing: "learned_score + params"))
    let scorer = try FormulaScorer(file, by: evaluator, learned: learned)
    #expect(scorer.scores(of: cells).values.contains { $0.isFinite })
    #expect(throws: NetworkError.self) { try FormulaScorer(file, by: evaluator) }
  }

  @Test("Terminals are robust z-scores, the same for one architecture and for many")
  func terminals() throws {
    let evaluator = try evaluator(of: "transnasbench101-micro")
    let table = try TerminalTable(["flops", "graph_poolings", "params"], by: evaluator)
    #expect(table.constant == ["graph_poolings"], "micro has no pooling")
    var random = SplitMix64(seed: 6)
    let cells = (0..<100).map { _ in evaluator.space.sample(using: &random) }
    let rows = table.rows(of: cells)
    var values: [[Double]] = []
    for (cell, row) in zip(cells, rows) {
      let row = try row.get()
      #expect((row == nil) == (evaluator.space.operatorGraph(of: cell) == nil))
      #expect(try table.rows(of: [cell])[0].get() == row)
      if let row { values.append(row) }
    }
    for column in [0, 2] {
      let sorted = values.map { $0[column] }.sorted()
      #expect(abs(sorted[sorted.count / 2]) < 0.7, "the median is near 0")
      #expect(sorted.allSatisfy { abs($0) <= TerminalTable.largest })
    }
    #expect(values.allSatisfy { $0[1] == 0 })
  }

  @Test("Files are read as they were written, and mistakes are told")
  func files() throws {
    let file = FormulaFile(
      name: "mine", formula: try Formula(parsing: "min(flops, -layers) + 0.5"),
      sources: [
        FormulaFile.Source(
          space: "nasbench201", table: "nasbench201.csv", columns: ["a", "b"], rows: 7,
          sha256: String(repeating: "0", count: 64), spearman: -0.25)
      ], evolution: "seed 0", version: "0.1.0",
      front: [.init(size: 1, fitness: -0.5, formula: .terminal("flops"))])
    var read = try FormulaFile(yaml: file.yaml, path: "mine.yaml")
    #expect(read.path == "mine.yaml")
    read.path = nil
    #expect(read == file)
    for (old, new, expected) in [
      ("min(flops", "min(flop", "flops"),
      ("min(flops, -layers)", "min(flops -layers)", "at character"),
      ("format: 1", "format: 2", "format"), ("rows: 7", "rows: many", "whole number"),
      ("name: \"mine\"", "nam: mine", "nam"), ("-0.25", "much", "a number"),
    ] {
      #expect(file.yaml.contains(old))
      let text = sentence {
        _ = try FormulaFile(yaml: file.yaml.replacing(old, with: new), path: "mine.yaml")
      }
      #expect(text?.contains(expected) == true, "\(text ?? "nothing thrown")")
    }
  }

  @Test(
    "A file's name becomes one that can be read",
    arguments: [
      ("a/mine.yaml", "mine"), ("1.yaml", "1"), ("my formula.yml", "my-formula"), ("a:b", "a-b"),
      (".yaml", "formula"), ("true.yaml", "true"),
    ])
  func names(path: String, expected: String) throws {
    let name = FormulaFile.name(for: path)
    #expect(name == expected)
    let file = FormulaFile(name: name, formula: .terminal("flops"))
    #expect(try FormulaFile(yaml: file.yaml, path: path).name == name)
  }

  @Test("Spaces whose labels chose a formula are known by name, base and table")
  func seen() throws {
    let installation = Installation(root: Locations.root.path)
    func seen(_ space: String, table: String, by name: String) throws -> String? {
      let file = FormulaFile(
        name: "f", formula: .terminal("flops"),
        sources: [
          .init(space: space, table: table, columns: [], rows: 1, sha256: "0", spearman: 0)
        ])
      return file.seenSpace(of: try SearchSpace.named(name, in: installation))
    }
    #expect(try seen("nasbench201", table: "x.csv", by: "nasbench201") == "nasbench201")
    #expect(try seen("darts", table: "x.csv", by: "darts-oncenas") == "darts")
    #expect(try seen("other", table: "nasbench201.csv", by: "nasbench201") == "other")
    #expect(try seen("nasbench101", table: "nasbench101.csv", by: "nasbench201") == nil)
  }
}
