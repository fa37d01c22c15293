import Spaces

/// Pruning followed by evolution, the search of TG-NAS (arXiv 2404.00271).
///
/// ``Pruning`` comes first. Evolution then starts from the pruned cell and random architectures.
/// The better of both results is the result. If pruning would take a larger share of the budget
/// than the knob `pruning` allows, the whole budget goes to evolution. The same holds for spaces
/// without operators on edges.
public struct PruningEvolution: SearchStrategy {
  public static let name = "pruning-evolution"
  public static let summary = "prunes the supernet, then evolves from what is left"
  public static let proposesSupernets = true

  public static let knobs = Evolution.knobs + [pruningShare]
  /// On NAS-Bench-201 one good founder is not worth half of 200 evaluations.
  static let pruningShare = Knob(
    "pruning", "the share of the budget that pruning may take", share: 0.2)

  private var source: ProposalSource
  private var pruning: Pruning?
  private var evolution: Evolution

  /// Fits every space and every budget.
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
