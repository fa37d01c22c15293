import Fixtures
import Foundation
import Randomness
import Scoring
import Search
import Spaces
import Synchronization
import Testing
import Wording

/// Searches that are recorded, stopped and restored.
@Suite("Search runs") struct SearchRunTests {
  static let budget = 300

  /// Keeps trials in memory.
  private final class Record: TrialRecorder {
    private(set) var trials: [Trial] = []

    init(_ trials: some Sequence<Trial> = []) { self.trials = Array(trials) }

    func evaluation(ofTrial number: Int, _ candidate: Candidate) throws -> Evaluation? {
      guard number <= trials.count else { return nil }
      let trial = trials[number - 1]
      guard trial.candidate == candidate else {
        throw UserError("trial \(number) was another one")
      }
      return trial.evaluation
    }

    func append(_ new: [Trial]) { trials += new }
  }

  private func run(
    _ strategy: Strategy, _ scorer: ToyScorer, _ record: Record, seed: UInt64 = 5
  ) throws -> SearchResult {
    var run = try SearchRun(
      strategy.type, with: ScorerEvaluator(scorer), budget: Self.budget, seed: seed)
    run.recorder = record
    return try run.run()
  }

  private func smallSpace() throws -> SearchSpace {
    // 729 cells.
    try SearchSpace(yaml: Example.edges(nodes: 4), path: "small.yaml")
  }

  @Test(
    "Every trial is recorded once, in order, with where it comes from",
    arguments: Strategy.registered)
  func trials(strategy: Strategy) throws {
    let scorer = ToyScorer(.proportions, of: try smallSpace())
    let record = Record()
    let result = try run(strategy, scorer, record)
    #expect(result.isComplete)
    #expect(record.trials.map(\.number) == Array(1...result.evaluations))
    #expect(record.trials.compactMap(\.candidate.architecture) == scorer.architectures)
    #expect(record.trials.count == scorer.numberOfQuestions)
    // Generations count batches.
    var alone = try strategy.type.init(
      SearchSetting(scorer.space, budget: Self.budget, seed: 5))
    let evaluator = ScorerEvaluator(scorer)
    var generations: [Int] = []
    while case let candidates = alone.propose().map(\.candidate), !candidates.isEmpty {
      let generation = (generations.last ?? 0) + 1
      generations += Array(repeating: generation, count: candidates.count)
      alone.observe(candidates, evaluations: try evaluator.evaluations(of: candidates))
    }
    #expect(record.trials.map(\.generation) == generations)
    for trial in record.trials {
      let parents = trial.parents.map { record.trials[$0 - 1] }
      #expect(parents.allSatisfy { $0.generation < trial.generation })
      #expect(parents.count <= 2)
      if let candidate = trial.candidate.architecture {
        #expect(
          trial.evaluation.score == scorer.score(of: scorer.space.operatorGraph(of: candidate)))
        if let parent = parents.first, parents.count == 1 {
          let other = try #require(parent.candidate.architecture)
          let choices = zip(scorer.space.choices(of: candidate), scorer.space.choices(of: other))
          // A mutation changes one edge; evolution mutates the known architecture again.
          let distance = choices.count { $0 != $1 }
          #expect(distance == 1 || (strategy.type == PruningEvolution.self && distance > 1))
        }
      }
    }
    let hasParents = record.trials.contains { !$0.parents.isEmpty }
    let climbs = SamplingStrategyTests.climbers.contains { $0.type == strategy.type }
    #expect(hasParents == climbs)
  }

  @Test(
    "A search is restored from the trials of an earlier run, wherever that ended",
    arguments: Strategy.registered)
  func replay(strategy: Strategy) throws {
    let space = try smallSpace()
    let whole = Record()
    let expected = try run(strategy, ToyScorer(.proportions, of: space), whole)
    var random = SplitMix64(seed: 1)
    let ends = (0..<5).map { _ in random.integer(below: whole.trials.count + 1) }
    for end in [0, 1, whole.trials.count] + ends {
      let record = Record(whole.trials.prefix(end))
      let scorer = ToyScorer(.proportions, of: space)
      let result = try run(strategy, scorer, record)
      #expect(record.trials == whole.trials, "after \(end)")
      #expect(result.best == expected.best)
      #expect(result.evaluation == expected.evaluation)
      #expect(result.evaluations == expected.evaluations)
      // Of the recorded architectures only the last is scored again, to see whether it is the same.
      #expect(scorer.numberOfQuestions == whole.trials.count - end + min(end, 1))
    }
  }

  @Test("Trials of another search are noticed")
  func otherSearch() throws {
    let space = try smallSpace()
    let record = Record()
    _ = try run(Strategy.all[1], ToyScorer(.proportions, of: space), record)
    let scorer = ToyScorer(.proportions, of: space)
    let other = Record(record.trials)
    #expect(throws: UserError.self) { try run(Strategy.all[1], scorer, other, seed: 6) }
    #expect(other.trials == record.trials)
  }

  /// A score that takes its time.
  private struct SlowScorer: Scorer {
    let scorer: ToyScorer
    let milliseconds: UInt32

    var space: SearchSpace { scorer.space }
    var identity: ScorerIdentity { scorer.identity }
    var graphs: (any GraphScorer)? { scorer }

    func scores(of architectures: [Architecture]) -> Scores {
      usleep(1_000 * milliseconds * UInt32(architectures.count))
      return scorer.scores(of: architectures)
    }
  }

  @Test("A slow batch can be stopped within a second, and the search goes on to the same")
  func slow() throws {
    let space = try Shipped.space()
    let whole = Record()
    var fast = try SearchRun(
      RandomSearch.self, with: ScorerEvaluator(ToyScorer(.proportions, of: space)),
      budget: 1_000, seed: 2)
    fast.recorder = whole
    let expected = try fast.run()
    let scorer = ToyScorer(.proportions, of: space)
    let record = Record()
    var run = try SearchRun(
      RandomSearch.self,
      with: ScorerEvaluator(SlowScorer(scorer: scorer, milliseconds: 4)), budget: 1_000, seed: 2)
    run.recorder = record
    let clock = ContinuousClock()
    var asked = [clock.now]
    let stopped = try run.run(shouldStop: {
      asked.append(clock.now)
      return asked.count == 4
    })
    // One batch of 1,000 would have taken four seconds.
    #expect(zip(asked, asked.dropFirst()).allSatisfy { $1 - $0 < .seconds(1) })
    #expect(!stopped.isComplete && stopped.evaluations < 1_000)
    #expect(record.trials.count == stopped.evaluations)
    #expect(record.trials == Array(whole.trials.prefix(stopped.evaluations)))
    var resumed = try SearchRun(
      RandomSearch.self, with: ScorerEvaluator(scorer), budget: 1_000, seed: 2)
    resumed.recorder = record
    let result = try resumed.run()
    #expect(record.trials == whole.trials)
    #expect(result.best == expected.best && result.found.trial == expected.found.trial)
    // Each once, and the last one before the stop again.
    #expect(scorer.numberOfQuestions == 1_001)
  }

  @Test("A search that is asked to stop does so after the block, with what was found")
  func stop() throws {
    let space = try Shipped.space("darts")
    let scorer = ToyScorer(.proportions, of: space)
    let record = Record()
    var run = try SearchRun(
      RegularizedEvolution.self, with: ScorerEvaluator(scorer), budget: 1_000, seed: 0)
    run.recorder = record
    #expect(run.best == nil)
    var asked = 0
    let result = try run.run(shouldStop: {
      asked += 1
      return asked == 3
    })
    #expect(!result.isComplete)
    #expect(result.evaluations == 70)
    #expect(run.evaluations == 70)
    #expect(scorer.numberOfQuestions == 70)
    #expect(
      record.trials.map(\.generation).suffix(20) == Array(repeating: 2, count: 10)
        + Array(repeating: 3, count: 10))
    #expect(result.score == record.trials.map(\.evaluation.score).max())
    // It can go on.
    #expect(try run.run().evaluations == 1_000)
  }

  @Test("A recorder that fails ends the search")
  func failure() throws {
    struct Full: TrialRecorder {
      func evaluation(ofTrial number: Int, _ candidate: Candidate) -> Evaluation? { nil }
      func append(_ trials: [Trial]) throws { throw UserError("full") }
    }
    var run = try SearchRun(
      RandomSearch.self,
      with: ScorerEvaluator(ToyScorer(.proportions, of: try Shipped.space())), budget: 10,
      seed: 0)
    run.recorder = Full()
    #expect(throws: UserError("full")) { try run.run() }
  }
}
