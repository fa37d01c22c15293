import Spaces

/// Regularized evolution (Real et al., AAAI 2019). The best of a random sample of the population is
/// mutated. The child replaces the oldest member, however well that one scores.
///
/// Children are made in batches, as by workers that run in parallel. Once all architectures around
/// the parents are known, random architectures take the children's places.
///
/// With a filter more children are made than are evaluated, and a surrogate of all results so far
/// chooses among them (Transferrable Surrogates in Expressive Neural Architecture Search Spaces:
/// five of twenty).
public struct RegularizedEvolution: SearchStrategy {
  public static let name = "regularized-evolution"
  public static let summary = "mutates the best of a sample, and the oldest dies"
  public static let knobs = [
    population, tournament, batch, filter, ResultSurrogate.model, ResultSurrogate.encoding,
  ]
  static let population = Knob("population", "members that live", count: 50, in: 2...1_000_000)
  static let tournament = Knob(
    "tournament", "members that compete to be a parent", count: 10, in: 1...1_000_000)
  static let batch = Knob("batch", "children made at a time", count: 10, in: 1...100_000)
  static let filter = Knob(
    "filter", "children made for one that a surrogate lets pass", count: 1, in: 1...1_000)

  private let setting: SearchSetting
  private var source: ProposalSource
  /// The members, the oldest first.
  private var population: [EvaluatedArchitecture] = []
  /// Nil without a filter.
  private var surrogate: ResultSurrogate?

  /// Fits every space and every budget.
  ///
  /// - Throws: ``UserError`` when there is a filter whose encoding does not fit the space.
  public init(_ setting: SearchSetting) throws {
    self.setting = setting
    source = ProposalSource(setting)
    if setting.count(of: RegularizedEvolution.filter) > 1 {
      surrogate = try ResultSurrogate(setting)
    }
  }

  public mutating func propose() -> [Proposal] {
    if source.remaining == 0 { return [] }
    let isFounding = population.isEmpty
    let count = setting.count(
      of: isFounding ? RegularizedEvolution.population : RegularizedEvolution.batch)
    let proposed = isFounding ? [] : surrogate == nil ? children(count) : filtered(count)
    return source.spend(proposed + source.novelSamples(count - proposed.count))
  }

  private mutating func children(_ count: Int) -> [Proposal] {
    let (population, tournament) = (
      population, setting.count(of: RegularizedEvolution.tournament)
    )
    return source.collect(count) { space, random in
      let sample = random.sample(
        min(tournament, population.count), below: population.count)
      let best = sample.max {
        population[$1].evaluation.isBetter(than: population[$0].evaluation)
      }
      let parent = population[best ?? 0].architecture
      return Proposal(space.mutate(parent, using: &random), parents: [parent])
    }
  }

  /// The children that the surrogate expects most of. The others may be made again.
  private mutating func filtered(_ count: Int) -> [Proposal] {
    let before = source
    let made = children(count * setting.count(of: RegularizedEvolution.filter))
    source.forget(allBut: before)
    let rows = surrogate?.rows(of: made.compactMap(\.candidate.architecture)) ?? []
    let order = surrogate?.preferred(rows, by: .mean) ?? []
    let chosen = (order.isEmpty ? Array(made.indices) : order).prefix(count).map { made[$0] }
    for architecture in chosen.compactMap(\.candidate.architecture) {
      _ = source.insert(architecture)
    }
    return chosen
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    surrogate?.observe(candidates, evaluations)
    population += EvaluatedArchitecture.all(of: candidates, evaluations)
    population.removeFirst(
      max(0, population.count - setting.count(of: RegularizedEvolution.population)))
  }
}
