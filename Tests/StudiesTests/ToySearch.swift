import Files
import Foundation
import Scoring
import Search
import Spaces
import Studies
import TestSupport

/// Scores by the length of what is written, which is known without a predictor.
struct LengthScorer: Scorer, GraphScorer {
  let space: SearchSpace
  let identity = ScorerIdentity("toy")
  var graphs: (any GraphScorer)? { self }

  func scores(of architectures: [Architecture]) -> Scores {
    Scores(
      architectures.map { architecture in
        guard let graph = space.operatorGraph(of: architecture) else { return -.infinity }
        return 1 / 3.0 + Double(graph.nodes.count)
          + Double(space.notation(of: architecture).count) / 7
      })
  }

  func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] {
    graphs.map { $0.map { Double($0.nodes.count) / 9 } ?? -.infinity }
  }
}

/// A search of NAS-Bench-201 by a toy score, kept in a folder.
struct ToySearch: @unchecked Sendable {
  // Sendable because a type of strategy has no state that threads could share.
  var strategy: any SearchStrategy.Type = PruningEvolution.self
  var space = "nasbench201"
  var spaceDigest: String?
  var version = "1.2.3"
  var by = "toy"
  var weights: StudyDescription.Source? = StudyDescription.Source(name: "toy.h5", sha256: "ab")
  var operatorsFromText = false
  var labels: StudyDescription.Labels?
  var goals: (SearchSpace) throws -> SearchGoals = { _ in .score }
  var knobs: [String: KnobValue] = [:]
  var budget = 440
  var seed: UInt64 = 4
  var resuming = false
  var command = "tgnas search"
  /// The number of batches after which the search is stopped.
  var batches = Int.max

  /// - Returns: the notes
  @discardableResult
  func run(in folder: URL) throws -> [String] {
    let space = try SearchSpace.named(space, in: Installation(root: Locations.root.path))
    let scorer = LengthScorer(space: space)
    let goals = try goals(space)
    var notes: [String] = []
    let study = try Study(
      in: folder.path,
      StudyDescription(
        version: version, command: command, space: source(of: space), by: by,
        weights: weights, operatorsFromText: operatorsFromText, labels: labels, goals: goals,
        constraints: goals.constraints.map { "\($0.text)" }, strategy: strategy.name,
        knobs: SearchStrategies.knobs(of: strategy, chosen: knobs), budget: budget, seed: seed),
      resuming: resuming, note: { notes.append("\($0)") })
    let sample = Array(space.architectures.prefix(500))
    let recorder = try StudyRecorder(
      study, of: space, percentiles: Percentiles(of: scorer.scores(of: sample)), goals: goals)
    var run = try SearchRun(
      strategy, with: ScorerEvaluator(scorer, goals), budget: budget, seed: seed, knobs: knobs)
    run.recorder = recorder
    var count = 0
    let result = try run.run(shouldStop: {
      count += 1
      return count == batches
    })
    try recorder.finish(result)
    return notes
  }

  private func source(of space: SearchSpace) -> StudyDescription.Source {
    StudyDescription.Source(name: space.name, sha256: spaceDigest ?? space.sha256)
  }

  func with(_ change: (inout ToySearch) -> Void) -> ToySearch {
    var changed = self
    change(&changed)
    return changed
  }
}

/// The files of a study, without the seconds, which no two runs share.
struct StudyFiles: Equatable {
  let trials: [String]
  let best: String?
  let front: String?

  init(in folder: URL) throws {
    func text(_ name: String) -> String? {
      FileManager.default.contents(atPath: folder.appendingPathComponent(name).path).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    trials = (text("trials.csv") ?? "").split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in line.split(separator: ",").dropLast().joined(separator: ",") }
    best = text("best.json")
    front = text("front.csv")
  }
}
