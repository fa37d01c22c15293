import Randomness
import Spaces
import Wording

/// BANANAS (White et al., AAAI 2021): after a few evaluations a surrogate is fitted to all results
/// so far, and those candidates are evaluated next that an acquisition function prefers.
///
/// Three things differ from the published search. Candidates are all architectures one mutation
/// away from the best ones, where it takes a few mutants. Nothing is evaluated twice, nor anything
/// that computes the same. And the surrogate may know the zero-shot score, with whose best
/// architectures the search then begins. It is meant for objectives that cost a training.
public struct Bananas: SearchStrategy {
  public static let name = "bananas"
  public static let summary = "evaluates what a surrogate of the results so far prefers"
  public static let knobs = [
    first, batch, parents, candidates, ResultSurrogate.model, ResultSurrogate.encoding,
    acquisition,
  ]
  static let first = Knob(
    "first", "evaluations before the first surrogate", count: 10, in: 1...1_000)
  static let batch = Knob("batch", "evaluations at a time", count: 5, in: 1...1_000)
  static let parents = Knob(
    "parents", "the best ones, whose relatives are candidates", count: 16, in: 1...1_000)
  static let candidates = Knob(
    "candidates", "their neighbours, all of the space, or few mutants as in NASLib",
    choice: Relatives.neighbours.rawValue, of: Relatives.allCases.map(\.rawValue))
  static let acquisition = Knob(
    "acquisition", "how it is asked", choice: Acquisition.upperBound.rawValue,
    of: Acquisition.allCases.map(\.rawValue))

  public static let canKeepToPool = true
  /// How often a parent is mutated to meet all of its neighbours.
  private static let attempts = 150
  /// How many of the architectures to begin with are candidates still.
  private static let promising = 200
  /// How many random architectures are candidates.
  private static let samples = 100
  /// The most architectures of a space that are candidates all at once.
  private static let largestWhole = 50_000

  /// Which relatives of the best architectures are candidates.
  enum Relatives: String, CaseIterable {
    /// All that one mutation makes.
    case neighbours
    /// The whole space.
    case all
    /// A hundred divided among the parents, a third of them, each three mutations away (NASLib).
    case mutants
  }

  private let setting: SearchSetting
  private let acquisition: Acquisition
  private let relatives: Relatives
  private var surrogate: ResultSurrogate
  private var source: ProposalSource
  private var random: SplitMix64
  /// All candidates there can be, where they are listed, and the rows of those that were asked for.
  private let listed: [Architecture]
  private var rowsOfListed: [Architecture: [Double]?] = [:]

  /// - Throws: ``UserError`` when an encoding does not fit the space, or all of a space that is too
  ///   large are to be candidates.
  public init(_ setting: SearchSetting) throws {
    self.setting = setting
    surrogate = try ResultSurrogate(setting)
    guard
      let acquisition = Acquisition(rawValue: setting.names(of: Bananas.acquisition)[0]),
      let relatives = Relatives(rawValue: setting.names(of: Bananas.candidates)[0])
    else { preconditionFailure("the values of knobs were checked") }
    (self.acquisition, self.relatives) = (acquisition, relatives)
    let space = setting.space
    if let pool = setting.knowledge.pool {
      listed = pool
    } else if relatives == .all {
      guard space.size.isAtMost(Bananas.largestWhole) else {
        throw UserError(
          "\(space.name) has \(space.size) architectures, and at most \(Bananas.largestWhole) can "
            + "be candidates all at once; choose other candidates")
      }
      listed = Array(space.architectures)
    } else {
      listed = []
    }
    source = ProposalSource(setting)
    random = SplitMix64(seed: setting.seed).stream(0)
  }

  public mutating func propose() -> [Proposal] {
    if source.remaining == 0 { return [] }
    let known = surrogate.known.count
    if known == 0 { return source.spend(source.novelSamples(setting.count(of: Bananas.first))) }
    // A fit costs the more the more is known; so that it pays, more is then evaluated at a time.
    let count = max(setting.count(of: Bananas.batch), known / 10)
    let candidates = candidates()
    let rows = rows(of: candidates.compactMap(\.candidate.architecture))
    let chosen = surrogate.preferred(rows, by: acquisition).prefix(count).map { candidates[$0] }
    for architecture in chosen.compactMap(\.candidate.architecture) {
      _ = source.insert(architecture)
    }
    // Where results teach nothing, or no candidate is left, random architectures are evaluated.
    return source.spend(chosen + source.novelSamples(count - chosen.count))
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    surrogate.observe(candidates, evaluations)
  }

  /// What could be evaluated next; no two of them compute the same.
  private mutating func candidates() -> [Proposal] {
    var forms: Set<OperatorGraph.CanonicalForm?> = []
    var exactly: Set<Architecture> = []
    let (space, source) = (setting.space, self.source)
    var found: [Proposal] = []
    func add(_ architecture: Architecture, _ parents: [Architecture] = []) {
      guard exactly.insert(architecture).inserted, !source.isKnown(architecture),
        forms.insert(space.operatorGraph(of: architecture)?.canonicalForm).inserted
      else { return }
      found.append(Proposal(architecture, parents: parents))
    }
    if !listed.isEmpty {
      for architecture in listed { add(architecture) }
      return found
    }
    let parents = setting.count(of: Bananas.parents)
    let best = surrogate.known.sorted { $0.precedes($1) }.prefix(parents)
    for parent in best.map(\.architecture) {
      if relatives == .neighbours {
        for _ in 0..<Bananas.attempts { add(space.mutate(parent, using: &random), [parent]) }
      } else {
        for _ in 0..<max(1, 100 / parents / 3) {
          var child = parent
          for _ in 0..<3 { child = space.mutate(child, using: &random) }
          add(child, [parent])
        }
      }
    }
    if relatives == .neighbours {
      for architecture in setting.knowledge.start.lazy.filter({ !source.isKnown($0) })
        .prefix(Bananas.promising)
      { add(architecture) }
      for _ in 0..<Bananas.samples { add(space.sample(using: &random)) }
    }
    return found
  }

  /// The rows of candidates. Listed ones are candidates again in every round.
  private mutating func rows(of architectures: [Architecture]) -> [[Double]?] {
    if listed.isEmpty { return surrogate.rows(of: architectures) }
    let new = architectures.filter { rowsOfListed[$0] == nil }
    for (architecture, row) in zip(new, surrogate.rows(of: new)) {
      rowsOfListed[architecture] = row
    }
    return architectures.map { rowsOfListed[$0] ?? nil }
  }
}
