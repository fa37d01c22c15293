import Randomness
import Spaces

/// Elitist evolution. Tournaments choose parents, crossover and mutation make children, and better
/// children replace the worst members.
///
/// No two proposed architectures compute the same, and thus no two members do. A child that is
/// already known is mutated again until it is new. A converged population thereby looks farther and
/// farther around itself. When that finds nothing new, random architectures take the children's
/// places.
struct Evolution {
  static let knobs = [population, tournament, batch, crossover]
  static let population = Knob("population", "members that live", count: 50, in: 2...1_000_000)
  static let tournament = Knob(
    "tournament", "members that compete to be a parent", count: 10, in: 1...1_000_000)
  static let batch = Knob("batch", "children made at a time", count: 25, in: 1...100_000)
  static let crossover = Knob("crossover", "the share of children with two parents", share: 0.5)

  private let setting: SearchSetting
  /// The members, the best first.
  private var population: [EvaluatedArchitecture] = []

  init(_ setting: SearchSetting) {
    self.setting = setting
  }

  /// The next batch. The first is a population of `founder` and random architectures; later ones
  /// are children.
  func propose(from source: inout ProposalSource, foundedBy founder: Architecture?) -> [Proposal] {
    guard population.isEmpty else {
      let children = children(from: &source)
      return children + source.novelSamples(setting.count(of: Evolution.batch) - children.count)
    }
    var founders: [Proposal] = []
    if let founder, source.insert(founder) { founders.append(Proposal(founder)) }
    return founders + source.novelSamples(setting.count(of: Evolution.population) - founders.count)
  }

  mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    population += EvaluatedArchitecture.all(of: candidates, evaluations)
    population.sort { $0.precedes($1) }
    population.removeLast(max(0, population.count - setting.count(of: Evolution.population)))
  }

  private func children(from source: inout ProposalSource) -> [Proposal] {
    let tournament = min(setting.count(of: Evolution.tournament), population.count)
    let crossover = setting.value(of: Evolution.crossover)
    func parent(_ random: inout SplitMix64) -> Architecture {
      let places = random.sample(tournament, below: population.count)
      // The population is sorted, so that the smallest place is the best.
      return population[places.min() ?? 0].architecture
    }
    return source.collect(setting.count(of: Evolution.batch)) { space, random in
      let first = parent(&random)
      guard random.uniform() < crossover else {
        return Proposal(space.mutate(first, using: &random), parents: [first])
      }
      let second = parent(&random)
      let mixed = space.crossover(first, second, using: &random)
      return Proposal(
        space.mutate(mixed, using: &random), parents: first == second ? [first] : [first, second])
    } vary: { known, space, random in
      guard let architecture = known.candidate.architecture else { return known }
      return Proposal(space.mutate(architecture, using: &random), parents: known.parents)
    }
  }
}
