import Randomness
import Spaces

/// The elitist genetic algorithm for several objectives (Deb, Pratap, Agarwal and Meyarivan, "A
/// Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II", IEEE Transactions on Evolutionary
/// Computation 2002).
///
/// Parents win binary tournaments, by front first and by crowding distance within a front. The best
/// fronts of parents and children together survive. Of the front that does not fit whole the
/// members with the largest crowding distances survive. Infeasible members come after all feasible
/// ones, the smaller violation first (section VI of the paper).
///
/// Unlike in the paper, no two members of a population compute the same. Idle operators cost
/// something and do nothing, so that they are removed first. Once all architectures around the
/// parents are known, random architectures take the children's places.
public struct NSGA2: SearchStrategy {
  public static let name = "nsga2"
  public static let summary = "evolves a Pareto front, for several objectives"
  public static let knobs = [population, crossover]
  static let population = Knob("population", "members that live", count: 50, in: 2...100_000)
  static let crossover = Knob("crossover", "the share of children with two parents", share: 0.5)

  private struct Member {
    let found: EvaluatedArchitecture
    /// 0 is the first front.
    var front = 0
    var crowding = 0.0
  }

  private let setting: SearchSetting
  private var source: ProposalSource
  private var population: [Member] = []

  /// Fits every space and every budget.
  public init(_ setting: SearchSetting) {
    self.setting = setting
    source = ProposalSource(setting)
  }

  public mutating func propose() -> [Proposal] {
    let population = population
    let count = min(source.remaining, setting.count(of: NSGA2.population))
    let crossover = setting.value(of: NSGA2.crossover)
    func parent(_ random: inout SplitMix64) -> Architecture {
      let (first, second) = (
        random.integer(below: population.count), random.integer(below: population.count)
      )
      let isFirst = NSGA2.precedes(population[first], population[second])
      return population[isFirst ? first : second].found.architecture
    }
    var proposed: [Proposal] = []
    if !population.isEmpty {
      proposed = source.collect(count) { space, random in
        let mother = parent(&random)
        guard random.uniform() < crossover else {
          return Proposal(space.tidied(space.mutate(mother, using: &random)), parents: [mother])
        }
        let father = parent(&random)
        let mixed = space.crossover(mother, father, using: &random)
        let child = space.tidied(space.mutate(mixed, using: &random))
        return Proposal(child, parents: [mother, father])
      }
    }
    proposed += source.collect(count - proposed.count) { space, random in
      Proposal(space.tidied(space.sample(using: &random)))
    }
    return source.spend(proposed)
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    population += EvaluatedArchitecture.all(of: candidates, evaluations).map { Member(found: $0) }
    NSGA2.rank(&population)
    population.sort { left, right in
      if NSGA2.precedes(left, right) { return true }
      if NSGA2.precedes(right, left) { return false }
      return left.found.architecture < right.found.architecture
    }
    population.removeLast(max(0, population.count - setting.count(of: NSGA2.population)))
  }

  /// The crowded-comparison operator: the earlier front, then the larger crowding distance.
  private static func precedes(_ left: Member, _ right: Member) -> Bool {
    left.front != right.front ? left.front < right.front : left.crowding > right.crowding
  }

  /// Gives every member its front and its crowding distance.
  private static func rank(_ members: inout [Member]) {
    func evaluation(_ place: Int) -> Evaluation { members[place].found.evaluation }
    let comparable = members.indices.filter {
      evaluation($0).isComparable
    }
    let points = comparable.map { evaluation($0).objectives }
    var fronts = NonDominatedSorting.fronts(of: points)
    for (number, front) in fronts.enumerated() {
      let distances = CrowdingDistance.distances(of: front.map { points[$0] })
      for (place, distance) in zip(front, distances) {
        members[comparable[place]].front = number
        members[comparable[place]].crowding = distance
      }
    }
    // A member without a number for some objective is worse than one that only violates a
    // constraint.
    var rest = members.indices.filter { !comparable.contains($0) }
    func violation(_ place: Int) -> Double {
      evaluation(place).objectives.allSatisfy(\.isFinite)
        ? evaluation(place).violation : .infinity
    }
    rest.sort { (violation($0), $0) < (violation($1), $1) }
    var last: Double?
    for place in rest {
      if violation(place) != last {
        fronts.append([])
        last = violation(place)
      }
      members[place].front = fronts.count - 1
      members[place].crowding = 0
    }
  }
}
