import Spaces

/// Hill climbing with restarts. It is a strong baseline where one mutation changes little (White et
/// al., UAI 2021; Ottelander et al., EMO 2021).
///
/// The best of a few random architectures is the start. Neighbours are evaluated in batches, and
/// the best of a batch becomes the next start when it is better. The search restarts after batches
/// without progress, or when all neighbours are known.
public struct LocalSearch: SearchStrategy {
  public static let name = "local"
  public static let summary = "climbs from neighbour to neighbour, with restarts"
  public static let knobs = [batch, patience]
  static let batch = Knob("batch", "neighbours scored at a time", count: 25, in: 1...100_000)
  static let patience = Knob(
    "patience", "batches of neighbours without progress before a restart", count: 2, in: 1...1_000)

  private let setting: SearchSetting
  private var source: ProposalSource
  private var start: EvaluatedArchitecture?
  private var failures = 0

  /// Fits every space and every budget.
  public init(_ setting: SearchSetting) {
    self.setting = setting
    source = ProposalSource(setting)
  }

  public mutating func propose() -> [Proposal] {
    if source.remaining == 0 { return [] }
    var proposed: [Proposal] = []
    if let start = start?.architecture {
      proposed = source.collect(setting.count(of: LocalSearch.batch)) { space, random in
        Proposal(space.mutate(start, using: &random), parents: [start])
      }
    }
    if proposed.isEmpty {
      start = nil
      proposed = source.novelSamples(setting.count(of: LocalSearch.batch))
    }
    return source.spend(proposed)
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    var improved = false
    for found in EvaluatedArchitecture.all(of: candidates, evaluations) {
      if let start, !found.evaluation.isBetter(than: start.evaluation) { continue }
      start = found
      improved = true
    }
    failures = improved ? 0 : failures + 1
    if failures == setting.count(of: LocalSearch.patience) {
      start = nil
      failures = 0
    }
  }
}
