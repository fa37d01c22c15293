import Randomness
import Scoring
import Search
import Spaces
import Studies

/// The architectures among which a training study chooses what to propose: all of a small space; of
/// a large one those that a search by the zero-shot score finds, random ones, and neighbours of the
/// best that were trained. None computes the same as one that the study knows.
struct TrainingPool {
  /// The most architectures of a space that is taken whole.
  private static let largestWhole = 50_000
  /// How many architectures of a larger space the search evaluates.
  private static let searchBudget = 2_000
  /// How many are random.
  private static let randomSize = 2_000
  /// How many of the best trained ones have neighbours in the pool, and how many each.
  private static let parents = 10
  private static let neighbours = 100

  /// The architectures, the best zero-shot score first. Of equally good ones the first listed.
  let architectures: [Architecture]
  /// Their zero-shot scores.
  let scores: [Double]

  /// - Parameters:
  ///   - known: the architectures that the study knows
  ///   - best: the trained architectures, the best first
  ///   - seed: of the study, the same in all rounds
  /// - Throws: `UserError` when the scorer gives no finite numbers.
  init(
    of scorer: any Scorer, without known: [Architecture], around best: [Architecture],
    seed: UInt64, round: Int
  ) throws {
    let space = scorer.space
    var forms = Set(known.map { space.operatorGraph(of: $0)?.canonicalForm })
    var exactly = Set(known)
    func isNew(_ architecture: Architecture) -> Bool {
      exactly.insert(architecture).inserted
        && forms.insert(space.operatorGraph(of: architecture)?.canonicalForm).inserted
    }
    let candidates =
      space.size.isAtMost(TrainingPool.largestWhole)
      ? Array(space.architectures)
      : try TrainingPool.selection(from: scorer, around: best, seed: seed, round: round)
    // Of architectures that compute the same the first counts, before scores decide on the order.
    let new = candidates.filter(isNew)
    let found = try scorer.checkedScores(of: new).values
    let order = new.indices.filter { found[$0].isFinite }.sorted {
      (found[$1], $0) < (found[$0], $1)
    }
    architectures = order.map { new[$0] }
    scores = order.map { found[$0] }
  }

  private static func selection(
    from scorer: any Scorer, around best: [Architecture], seed: UInt64, round: Int
  ) throws -> [Architecture] {
    let space = scorer.space
    let evaluated = EvaluatedCandidates()
    var run = try SearchRun(
      RegularizedEvolution.self, with: ScorerEvaluator(scorer), budget: searchBudget, seed: seed)
    run.recorder = evaluated
    _ = try run.run()
    var random = SplitMix64(seed: seed &+ UInt64(round))
    let samples = (0..<randomSize).map { _ in space.sample(using: &random) }
    let around = best.prefix(parents).flatMap { parent in
      (0..<neighbours).map { _ in space.mutate(parent, using: &random) }
    }
    return evaluated.architectures + samples + around
  }
}

/// Keeps the architectures that a search evaluates.
final class EvaluatedCandidates: TrialRecorder {
  private(set) var architectures: [Architecture] = []

  func evaluation(ofTrial number: Int, _ candidate: Candidate) -> Evaluation? { nil }

  func append(_ trials: [Trial]) {
    architectures += trials.compactMap(\.candidate.architecture)
  }
}
