import Spaces

/// Regularized evolution (Real et al., AAAI 2019): the best of a random sample of the population has a
/// mutated child, and the oldest member makes room for it, however well it scores.
///
/// Children are made in batches, as by workers that run side by side. Once all architectures around the
/// parents are known, random ones take the children's places.
public struct RegularizedEvolution: SearchStrategy {
  public static let name = "regularized-evolution"
  public static let summary = "mutates the best of a sample, and the oldest dies"
  static let populationSize = 50
  static let tournamentSize = 10
  static let batchSize = 10

  private var source: ProposalSource
  /// The oldest first.
  private var population: [EvaluatedArchitecture] = []

  public init(space: SearchSpace, budget: Int, seed: UInt64) {
    source = ProposalSource(of: space, budget: budget, seed: seed)
  }

  public mutating func propose() -> [Proposal] {
    if source.remaining == 0 { return [] }
    let population = population
    let isFounding = population.isEmpty
    let count =
      isFounding ? RegularizedEvolution.populationSize : RegularizedEvolution.batchSize
    var proposed: [Proposal] = []
    if !isFounding {
      proposed = source.collect(count) { space, random in
        let sample = random.sample(
          min(RegularizedEvolution.tournamentSize, population.count), below: population.count)
        let best = sample.max {
          population[$1].evaluation.isBetter(than: population[$0].evaluation)
        }
        let parent = population[best ?? 0].architecture
        return Proposal(space.mutate(parent, using: &random), parents: [parent])
      }
    }
    return source.spend(proposed + source.strangers(count - proposed.count))
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    population += EvaluatedArchitecture.all(of: candidates, evaluations)
    population.removeFirst(
      max(0, population.count - RegularizedEvolution.populationSize))
  }
}
