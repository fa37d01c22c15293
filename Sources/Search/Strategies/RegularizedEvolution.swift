import Spaces

/// Regularized evolution (Real et al., AAAI 2019). The best of a random sample of the population is
/// mutated. The child replaces the oldest member, however well that one scores.
///
/// Children are made in batches, as by workers that run in parallel. Once all architectures around
/// the parents are known, random architectures take the children's places.
public struct RegularizedEvolution: SearchStrategy {
  public static let name = "regularized-evolution"
  public static let summary = "mutates the best of a sample, and the oldest dies"
  public static let knobs = [population, tournament, batch]
  static let population = Knob("population", "members that live", count: 50, in: 2...1_000_000)
  static let tournament = Knob(
    "tournament", "members that compete to be a parent", count: 10, in: 1...1_000_000)
  static let batch = Knob("batch", "children made at a time", count: 10, in: 1...100_000)

  private let setting: SearchSetting
  private var source: ProposalSource
  /// The members, the oldest first.
  private var population: [EvaluatedArchitecture] = []

  /// Fits every space and every budget.
  public init(_ setting: SearchSetting) {
    self.setting = setting
    source = ProposalSource(setting)
  }

  public mutating func propose() -> [Proposal] {
    if source.remaining == 0 { return [] }
    let population = population
    let isFounding = population.isEmpty
    let count = setting.count(
      of: isFounding ? RegularizedEvolution.population : RegularizedEvolution.batch)
    let tournament = setting.count(of: RegularizedEvolution.tournament)
    var proposed: [Proposal] = []
    if !isFounding {
      proposed = source.collect(count) { space, random in
        let sample = random.sample(
          min(tournament, population.count), below: population.count)
        let best = sample.max {
          population[$1].evaluation.isBetter(than: population[$0].evaluation)
        }
        let parent = population[best ?? 0].architecture
        return Proposal(space.mutate(parent, using: &random), parents: [parent])
      }
    }
    return source.spend(proposed + source.novelSamples(count - proposed.count))
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    population += EvaluatedArchitecture.all(of: candidates, evaluations)
    population.removeFirst(
      max(0, population.count - setting.count(of: RegularizedEvolution.population)))
  }
}
