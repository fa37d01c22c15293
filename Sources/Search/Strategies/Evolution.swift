import Randomness
import Spaces

/// Evolution that keeps the best: tournaments choose parents, crossover and mutation make children, and
/// the worst make room for better ones.
///
/// No two architectures that compute the same are ever proposed, so that the population never holds two. A
/// child that is known is mutated again until it is new, so that a population that has converged looks
/// farther and farther around itself. Where that leads nowhere, random architectures take the children's
/// places.
struct Evolution {
  static let populationSize = 50
  static let tournamentSize = 10
  static let batchSize = 25
  /// The share of children that have two parents.
  static let crossoverShare = 0.5

  private let space: SearchSpace
  private var random: SplitMix64
  private var unseen: UnseenArchitectures
  /// The best first.
  private var population: [EvaluatedArchitecture] = []

  init(space: SearchSpace, seed: UInt64) {
    self.space = space
    random = SplitMix64(seed: seed)
    unseen = UnseenArchitectures(of: space)
  }

  /// The next batch: at first a population of `founder` and random architectures, then children.
  mutating func propose(foundedBy founder: Architecture?) -> [Proposal] {
    guard population.isEmpty else {
      let children = children()
      return children + strangers(Evolution.batchSize - children.count)
    }
    var founders: [Proposal] = []
    if let founder, unseen.insert(founder) { founders.append(Proposal(founder)) }
    return founders + strangers(Evolution.populationSize - founders.count)
  }

  mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    population += EvaluatedArchitecture.all(of: candidates, evaluations)
    population.sort { $0.precedes($1) }
    population.removeLast(max(0, population.count - Evolution.populationSize))
  }

  private mutating func children() -> [Proposal] {
    var random = random
    let (space, population) = (space, population)
    func parent() -> Architecture {
      let places = random.sample(Evolution.tournamentSize, below: population.count)
      // The population is sorted: the smallest place is the best.
      return population[places.min() ?? 0].architecture
    }
    let children = unseen.collect(Evolution.batchSize) {
      let first = parent()
      guard random.uniform() < Evolution.crossoverShare else {
        return Proposal(space.mutate(first, using: &random), parents: [first])
      }
      let second = parent()
      let mixed = space.crossover(first, second, using: &random)
      return Proposal(
        space.mutate(mixed, using: &random), parents: first == second ? [first] : [first, second])
    } vary: { known in
      guard let architecture = known.candidate.architecture else { return known }
      return Proposal(space.mutate(architecture, using: &random), parents: known.parents)
    }
    self.random = random
    return children
  }

  private mutating func strangers(_ count: Int) -> [Proposal] {
    var random = random
    defer { self.random = random }
    let space = space
    return unseen.collect(count) { Proposal(space.sample(using: &random)) }
  }
}
