import Spaces

/// Pruning followed by evolution, the search of TG-NAS (arXiv 2404.00271).
///
/// ``Pruning`` comes first; evolution then starts from the pruned cell among random ones. The better of
/// both is the result. A small budget, of which pruning would take more than the knob `pruning`, goes
/// to evolution alone: supernets are a detour then. So does all of it on spaces that have no operators on
/// edges.
public struct PruningEvolution: SearchStrategy {
  public static let name = "pruning-evolution"
  public static let summary = "prunes the supernet, then evolves from what is left"

  public static let knobs = Evolution.knobs + [pruningShare]
  /// On NAS-Bench-201 one founder that is good is not worth half of 200 evaluations.
  static let pruningShare = Knob(
    "pruning", "the share of the budget that pruning may take", share: 0.2)

  private var source: ProposalSource
  private var pruning: Pruning?
  private var evolution: Evolution

  public init(_ setting: SearchSetting) {
    let space = setting.space
    source = ProposalSource(setting)
    evolution = Evolution(setting)
    let share = Double(Pruning.supernets(of: space)) / Double(setting.budget)
    if Pruning.isPossible(in: space), share <= setting.value(of: PruningEvolution.pruningShare) {
      pruning = Pruning(space: space)
    }
  }

  private var isPruning: Bool { pruning.map { $0.remaining == nil } ?? false }

  public mutating func propose() -> [Proposal] {
    guard source.remaining > 0 else { return [] }
    let proposals =
      isPruning
      ? pruning?.propose() ?? []
      : evolution.propose(from: &source, foundedBy: pruning?.remaining)
    return source.spend(proposals)
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    if isPruning {
      pruning?.observe(candidates, evaluations: evaluations)
    } else {
      evolution.observe(candidates, evaluations: evaluations)
    }
  }
}
