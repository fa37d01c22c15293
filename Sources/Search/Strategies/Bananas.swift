import Randomness
import Spaces
import Surrogates
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
    first, batch, parents, candidates, surrogate, encoding, acquisition,
  ]
  static let first = Knob(
    "first", "evaluations before the first surrogate", count: 10, in: 1...1_000)
  static let batch = Knob("batch", "evaluations at a time", count: 5, in: 1...1_000)
  static let parents = Knob(
    "parents", "the best ones, whose relatives are candidates", count: 16, in: 1...1_000)
  static let candidates = Knob(
    "candidates", "their neighbours, all of the space, or few mutants as in NASLib",
    choice: Relatives.neighbours.rawValue, of: Relatives.allCases.map(\.rawValue))
  static let surrogate = Knob(
    "surrogate", "what is fitted", choice: Adaptation.name,
    of: SurrogateModels.registered.map { $0.name })
  static let encoding = Knob(
    "encoding", "what it reads, joined by +; usual is statistics+graf", choice: usualEncoding,
    of: [usualEncoding] + SurrogateEncoding.names, several: true)
  static let acquisition = Knob(
    "acquisition", "how it is asked", choice: Acquisition.upperBound.rawValue,
    of: Acquisition.allCases.map(\.rawValue))

  public static let canKeepToPool = true
  private static let usualEncoding = "usual"
  /// How often a parent is mutated to meet all of its neighbours.
  private static let attempts = 150
  /// How many of the architectures to begin with are candidates still.
  private static let promising = 200
  /// The most results that a surrogate is fitted to. More would take longer and teach little.
  private static let mostResults = 400
  /// How many random architectures are candidates.
  private static let samples = 100

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
  private let encoding: SurrogateEncoding
  private let model: any SurrogateModel.Type
  private let acquisition: Acquisition
  private let relatives: Relatives
  private let threads: Int
  private var source: ProposalSource
  private var random: SplitMix64
  private var known: [EvaluatedArchitecture] = []
  private var rows: [[Double]?] = []
  private var round: UInt64 = 0
  /// All candidates there can be, where they are listed, and the rows of those that were asked for.
  private let listed: [Architecture]
  private var rowsOfListed: [Architecture: [Double]?] = [:]

  /// - Throws: ``UserError`` when no encoding fits the space.
  public init(_ setting: SearchSetting) throws {
    self.setting = setting
    encoding = try Bananas.encoding(for: setting)
    model = try SurrogateModels.named(setting.names(of: Bananas.surrogate)[0])
    guard
      let acquisition = Acquisition(rawValue: setting.names(of: Bananas.acquisition)[0]),
      let relatives = Relatives(rawValue: setting.names(of: Bananas.candidates)[0])
    else { preconditionFailure("the values of knobs were checked") }
    (self.acquisition, self.relatives) = (acquisition, relatives)
    threads = setting.knowledge.sources?.threads ?? 1
    listed =
      setting.knowledge.pool ?? (relatives == .all ? Array(setting.space.architectures) : [])
    source = ProposalSource(setting)
    random = SplitMix64(seed: setting.seed).stream(0)
  }

  private static func encoding(for setting: SearchSetting) throws -> SurrogateEncoding {
    let sources =
      setting.knowledge.sources
      ?? SurrogateSources(setting.space, scorer: nil, operators: [], threads: 1)
    let names = setting.names(of: encoding)
    if names != [usualEncoding] {
      if names.contains(SurrogateEncoding.statistics), sources.operators.isEmpty {
        throw UserError(
          "nothing is known of the operators of \(setting.space.name), which the encoding "
            + "\(SurrogateEncoding.statistics) is about; choose another one")
      }
      return try SurrogateEncoding(names, of: sources)
    }
    var usual = sources.operators.isEmpty ? [] : [SurrogateEncoding.statistics]
    if (try? GRAF(setting.space)) != nil { usual.append(GRAF.name) }
    return try SurrogateEncoding(usual.isEmpty ? [OperatorCounts.name] : usual, of: sources)
  }

  public mutating func propose() -> [Proposal] {
    if source.remaining == 0 { return [] }
    if known.isEmpty {
      return source.spend(source.novelSamples(setting.count(of: Bananas.first)))
    }
    round += 1
    // A fit costs the more the more is known; so that it pays, more is then evaluated at a time.
    let count = max(setting.count(of: Bananas.batch), known.count / 10)
    let chosen = choose(count, among: candidates())
    for proposal in chosen {
      guard let architecture = proposal.candidate.architecture else { continue }
      _ = source.insert(architecture)
    }
    return source.spend(chosen + source.novelSamples(count - chosen.count))
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    let found = EvaluatedArchitecture.all(of: candidates, evaluations)
    known += found
    rows += encoding.rows(of: found.map(\.architecture))
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
    if relatives == .all || setting.knowledge.pool != nil {
      for architecture in listed { add(architecture) }
      return found
    }
    let best = known.sorted { $0.precedes($1) }.prefix(setting.count(of: Bananas.parents))
    for parent in best.map(\.architecture) {
      switch relatives {
      case .neighbours:
        for _ in 0..<Bananas.attempts { add(space.mutate(parent, using: &random), [parent]) }
      case .all: break
      case .mutants:
        for _ in 0..<max(1, 100 / setting.count(of: Bananas.parents) / 3) {
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

  /// The results that a surrogate is fitted to: all; of very many the best, and some of the others.
  private func instructive() -> [Int] {
    let usable = known.indices.filter { rows[$0] != nil && known[$0].evaluation.score.isFinite }
    guard usable.count > Bananas.mostResults else { return usable }
    let sorted = usable.sorted { known[$0].precedes(known[$1]) }
    let half = Bananas.mostResults / 2
    let others = sorted.dropFirst(half)
    return sorted.prefix(half)
      + (0..<half).map { others[half + $0 * others.count / half] }
  }

  /// Scores in the order of evaluations: those that violate constraints are below all others.
  private static func targets(_ evaluations: [Evaluation]) -> [Double] {
    let scores = evaluations.map(\.score)
    guard let least = scores.min(), let most = scores.max() else { return [] }
    let span = most > least ? most - least : 1
    return evaluations.map { evaluation in
      let violation = evaluation.violation / (1 + evaluation.violation)
      return evaluation.isFeasible ? evaluation.score : least - span * violation
    }
  }

  /// The rows of candidates. Listed ones are candidates again in every round.
  private mutating func rows(of architectures: [Architecture]) -> [[Double]?] {
    if listed.isEmpty { return encoding.rows(of: architectures) }
    let new = architectures.filter { rowsOfListed[$0] == nil }
    for (architecture, row) in zip(new, encoding.rows(of: new)) { rowsOfListed[architecture] = row }
    return architectures.map { rowsOfListed[$0] ?? nil }
  }

  /// The candidates that the acquisition function prefers, the most preferred first; none while
  /// the results teach nothing.
  private mutating func choose(_ count: Int, among candidates: [Proposal]) -> [Proposal] {
    let usable = instructive()
    let results = Bananas.targets(usable.map { known[$0].evaluation })
    let fit = SurrogateSetting(
      scores: encoding.scores, areChosen: true, seed: setting.seed &+ round,
      threads: threads)
    // Too few results, or equal ones: random architectures are evaluated.
    guard
      let surrogate = try? model.init(
        usable.compactMap { rows[$0] }, accuracies: results, fit)
    else { return [] }
    let inputs = rows(of: candidates.compactMap(\.candidate.architecture))
    let places = inputs.indices.filter { inputs[$0] != nil }
    let predictions = surrogate.predictions(of: places.compactMap { inputs[$0] }, threads: threads)
    let best = surrogate.predictions(of: usable.compactMap { rows[$0] }, threads: threads)
      .map(\.mean).max()
    let values = predictions.map {
      acquisition.value(of: $0, best: best ?? $0.mean, using: &random)
    }
    return places.indices.sorted { (values[$1], $0) < (values[$0], $1) }.prefix(count)
      .map { candidates[places[$0]] }
  }
}
