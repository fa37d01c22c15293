import TGNAS
import TestSupport
import Testing
import Wording

@Suite("Scores refined by labels")
struct AdaptedScorerTests {
  /// Believes in 1x1 convolutions; cells that compute nothing have no score.
  private struct Prejudice: Scorer, GraphScorer {
    let space: SearchSpace
    let identity = ScorerIdentity("prejudice")
    var graphs: (any GraphScorer)? { self }

    func scores(of architectures: [Architecture]) -> Scores {
      Scores(scores(ofGraphs: architectures.map { space.operatorGraph(of: $0) }))
    }

    func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] {
      graphs.map { graph in
        graph.map { AdaptedScorerTests.count("nor_conv_1x1", in: $0, of: space) } ?? -.infinity
      }
    }
  }

  private static func count(_ name: String, in graph: OperatorGraph, of space: SearchSpace)
    -> Double
  {
    Double(graph.nodes.filter { space.operators[Int($0)].name.contains(name) }.count)
  }

  private let space: SearchSpace
  private let all: [Architecture]
  /// The truth: 3x3 convolutions.
  private let accuracies: [Double]

  init() throws {
    let space = try SearchSpace.named(
      "transnasbench101-micro", in: Installation(root: Locations.root.path))
    self.space = space
    all = Array(space.architectures)
    accuracies = all.map { architecture in
      space.operatorGraph(of: architecture).map {
        AdaptedScorerTests.count("nor_conv_3x3", in: $0, of: space)
      } ?? -1
    }
  }

  private func scorer(
    _ labelled: [(architecture: Architecture, accuracy: Double)], threads: Int = 2,
    by model: any SurrogateModel.Type = Adaptation.self,
    _ encodings: [String] = [SurrogateEncoding.statistics]
  ) throws -> AdaptedScorer {
    let base = Prejudice(space: space)
    let sources = SurrogateSources(
      space, scorer: base, operators: space.operators.map { $0.attributes ?? .none },
      threads: threads)
    return try AdaptedScorer(
      base, SurrogateEncoding(encodings, of: sources), by: model, labelled: labelled,
      threads: threads)
  }

  private func scorer(labels: Int, threads: Int = 2) throws -> AdaptedScorer {
    var random = SplitMix64(seed: 9)
    let drawn = random.sample(labels, below: all.count)
    return try scorer(drawn.map { (all[$0], accuracies[$0]) }, threads: threads)
  }

  private func kendall(_ scores: [Double]) throws -> Double {
    let live = scores.indices.filter { scores[$0].isFinite }
    return try #require(
      try RankCorrelation.kendall(live.map { scores[$0] }, live.map { accuracies[$0] }))
  }

  @Test("Labels overcome a wrong score, the more the better")
  func learning() throws {
    let base = Prejudice(space: space).scores(of: all).values
    let few = try kendall(scorer(labels: 20).scores(of: all).values)
    let many = try kendall(scorer(labels: 150).scores(of: all).values)
    #expect(try kendall(base) < 0.1)
    #expect(few > 0.4)
    #expect(many > 0.85 && many > few)
  }

  @Test("A refined score depends on the architecture alone: not on threads or company")
  func independence() throws {
    let scores = try scorer(labels: 40).scores(of: all).values
    for threads in [1, 3] {
      let isEqual = try scorer(labels: 40, threads: threads).scores(of: all).values == scores
      #expect(isEqual, "\(threads) threads")
    }
    let scorer = try scorer(labels: 40)
    for index in [0, 17, 1234, 4095] {
      #expect(scorer.scores(of: [all[index]]).values == [scores[index]])
    }
    let graphs = all.map { space.operatorGraph(of: $0) }
    let isEqual = scorer.scores(ofGraphs: graphs) == scores
    #expect(isEqual, "an architecture scores what its graph does")
    var byForm: [OperatorGraph.CanonicalForm: Double] = [:]
    for (graph, score) in zip(graphs, scores) {
      guard let form = graph?.canonicalForm else {
        #expect(score == -.infinity)
        continue
      }
      #expect(byForm.updateValue(score, forKey: form) ?? score == score)
    }
  }

  @Test(
    "Every surrogate learns, in every encoding of the space, whatever the threads",
    arguments: SurrogateModels.registered.map { $0.name })
  func models(name: String) throws {
    let model = try SurrogateModels.named(name)
    var random = SplitMix64(seed: 4)
    let drawn = random.sample(150, below: all.count).map { (all[$0], accuracies[$0]) }
    for encodings in [["graf"], ["one-hot"], ["path"], ["statistics", "graf"]] {
      let learned = try scorer(drawn, by: model, encodings)
      let scores = learned.scores(of: all).values
      #expect(try kendall(scores) > 0.4, "\(name) \(encodings)")
      #expect(try scorer(drawn, threads: 1, by: model, encodings).scores(of: all).values == scores)
      // What reads architectures cannot score graphs.
      #expect(learned.graphs == nil)
    }
    #expect(try scorer(drawn, by: model).graphs != nil)
  }

  @Test("Too few labels, and labels that do not differ, are one sentence")
  func tooFew() throws {
    func problem(_ labelled: [(Architecture, Double)]) throws -> String? {
      do {
        _ = try scorer(labelled.map { (architecture: $0.0, accuracy: $0.1) }, threads: 1)
        return nil
      } catch let error as UserError {
        return "\(error)"
      }
    }
    let live = all.filter { space.operatorGraph(of: $0) != nil }
    let dead = all.filter { space.operatorGraph(of: $0) == nil }
    let expected = "expected at least 5, not all alike"
    #expect(
      try problem(live.prefix(4).map { ($0, Double($0.hashValue % 7)) })?.contains(expected) == true
    )
    #expect(try problem(live.prefix(9).map { ($0, 1) })?.contains(expected) == true)
    #expect(
      try problem(dead.prefix(9).enumerated().map { ($0.element, Double($0.offset)) })?
        .hasPrefix("0 labelled architectures") == true)
    let many = (0..<5_001).map { (live[$0 % live.count], Double($0)) }
    #expect(try problem(many)?.contains("expected at most 5000") == true)
    #expect(try problem(live.prefix(5).enumerated().map { ($0.element, Double($0.offset)) }) == nil)
  }
}
