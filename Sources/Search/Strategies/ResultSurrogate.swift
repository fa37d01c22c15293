import Randomness
import Spaces
import Surrogates
import Wording

/// A surrogate of the results that a search has so far, for strategies that let one choose.
struct ResultSurrogate {
  /// The knob that chooses the model.
  static let model = Knob(
    "surrogate", "what is fitted", choice: Adaptation.name,
    of: SurrogateModels.registered.map { $0.name })
  /// The knob that chooses what it reads.
  static let encoding = Knob(
    "encoding", "what it reads, joined by +; usual is statistics+graf", choice: usualEncoding,
    of: [usualEncoding] + SurrogateEncoding.names, several: true)
  private static let usualEncoding = "usual"
  /// The most results that a surrogate is fitted to. More would take longer and teach little.
  private static let mostResults = 400

  /// What was evaluated so far, in that order.
  private(set) var known: [EvaluatedArchitecture] = []
  private var rows: [[Double]?] = []
  private let encoding: SurrogateEncoding
  private let model: any SurrogateModel.Type
  private let threads: Int
  private var random: SplitMix64
  private let seed: UInt64
  private var fits: UInt64 = 0

  /// - Throws: `UserError` when an encoding does not fit the space.
  init(_ setting: SearchSetting) throws {
    let sources =
      try setting.knowledge.sources?()
      ?? SurrogateSources(setting.space, scorer: nil, operators: [], threads: 1)
    encoding = try ResultSurrogate.encoding(for: setting, sources)
    model = try SurrogateModels.named(setting.names(of: ResultSurrogate.model)[0])
    threads = sources.threads
    seed = setting.seed
    random = SplitMix64(seed: setting.seed).stream(1)
  }

  private static func encoding(
    for setting: SearchSetting, _ sources: SurrogateSources
  ) throws -> SurrogateEncoding {
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

  mutating func observe(_ candidates: [Candidate], _ evaluations: [Evaluation]) {
    let found = EvaluatedArchitecture.all(of: candidates, evaluations)
    known += found
    rows += encoding.rows(of: found.map(\.architecture))
  }

  /// The rows of architectures, in order; nil for one without a zero-shot score where that is read.
  func rows(of architectures: [Architecture]) -> [[Double]?] { encoding.rows(of: architectures) }

  /// The places of the rows that an acquisition function prefers, the most preferred first. None
  /// while the results teach nothing: too few, or all alike.
  mutating func preferred(_ rows: [[Double]?], by acquisition: Acquisition) -> [Int] {
    fits += 1
    let usable = instructive()
    let inputs = usable.compactMap { self.rows[$0] }
    let setting = SurrogateSetting(
      scores: encoding.scores, areChosen: true, seed: seed &+ fits, threads: threads)
    guard
      let surrogate = try? model.init(
        inputs, accuracies: ResultSurrogate.targets(usable.map { known[$0].evaluation }), setting)
    else { return [] }
    let places = rows.indices.filter { rows[$0] != nil }
    let predictions = surrogate.predictions(of: places.compactMap { rows[$0] }, threads: threads)
    let best = surrogate.means(of: inputs, threads: threads).max()
    let values = predictions.map {
      acquisition.value(of: $0, best: best ?? $0.mean, using: &random)
    }
    return places.indices.sorted { (values[$1], $0) < (values[$0], $1) }.map { places[$0] }
  }

  /// The results that a surrogate is fitted to: all; of very many the best, and some of the others.
  private func instructive() -> [Int] {
    let usable = known.indices.filter { rows[$0] != nil && known[$0].evaluation.score.isFinite }
    guard usable.count > ResultSurrogate.mostResults else { return usable }
    let sorted = usable.sorted { known[$0].precedes(known[$1]) }
    let half = ResultSurrogate.mostResults / 2
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
}
