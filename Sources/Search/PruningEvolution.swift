import Randomness
import Spaces

/// Pruning followed by evolution, the search of TG-NAS (arXiv 2404.00271).
///
/// Pruning starts from the supernet that has every operator on every edge. Each round scores what is
/// left when one operator is taken from one edge, and then takes from every edge the operator whose
/// loss hurts least, until one is left on each. A partly pruned supernet is scored as one operator
/// graph in which the operators that remain on an edge run in parallel. Evolution then starts from
/// the pruned cell among random ones: tournaments choose parents, crossover and mutation make
/// children, and no two cells that compute the same are scored. Once all cells around the parents are
/// scored, random ones take the children's places. The better of both is the result.
/// A budget that pruning would use up, so that no cell could be scored, goes to evolution alone, and so does
/// all of it on spaces that have no operators on edges.
public struct PruningEvolution: SearchStrategy {
  public static let name = "pruning-evolution"
  public static let summary = "prunes the supernet, then evolves from what is left"

  static let populationSize = 50
  static let tournamentSize = 10
  static let batchSize = 25
  /// The share of children that have two parents.
  static let crossoverShare = 0.5

  private enum Phase {
    case pruning
    case founding
    case evolving
  }

  private let space: SearchSpace
  private let budget: Int
  private var random: SplitMix64
  private var phase = Phase.pruning
  private var alternatives: [[Int]]
  private var scored = 0
  private var population: [(architecture: Architecture, score: Double)] = []
  private var seen: Set<OperatorGraph.CanonicalForm?> = []

  public init(space: SearchSpace, budget: Int, seed: UInt64) {
    self.space = space
    self.budget = budget
    random = SplitMix64(seed: seed)
    alternatives = Array(repeating: space.edgeOperators, count: space.numberOfEdges)
    // A round with n operators on an edge scores n supernets for it; the last round has 2.
    let operators = space.edgeOperators.count
    let pruningCost = space.numberOfEdges * (operators * (operators + 1) / 2 - 1)
    if isPruned || pruningCost >= budget { phase = .founding }
  }

  public mutating func propose() -> [Candidate] {
    guard scored < budget else { return [] }
    let candidates: [Candidate] =
      switch phase {
      case .pruning: removals()
      case .founding: founders().map { .architecture($0) }
      case .evolving: children().map { .architecture($0) }
      }
    return Array(candidates.prefix(budget - scored))
  }

  public mutating func observe(_ candidates: [Candidate], scores: [Double]) {
    scored += candidates.count
    switch phase {
    case .pruning:
      prune(candidates, scores)
    case .founding, .evolving:
      for (candidate, score) in zip(candidates, scores) {
        if case .architecture(let architecture) = candidate {
          population.append((architecture, score))
        }
      }
      population.sort { ($1.score, $0.architecture) < ($0.score, $1.architecture) }
      population.removeLast(max(0, population.count - PruningEvolution.populationSize))
      phase = .evolving
    }
  }

  // MARK: Pruning

  /// Every supernet that lacks one operator more, edge by edge.
  private func removals() -> [Candidate] {
    alternatives.indices.flatMap { edge -> [Candidate] in
      guard alternatives[edge].count > 1 else { return [] }
      return alternatives[edge].indices.map { place in
        var smaller = alternatives
        smaller[edge].remove(at: place)
        return .supernet(smaller)
      }
    }
  }

  private var isPruned: Bool { alternatives.allSatisfy { $0.count == 1 } }

  /// Takes from every edge the operator without which the supernet scores best; of equals the first.
  private mutating func prune(_ candidates: [Candidate], _ scores: [Double]) {
    var position = 0
    for edge in alternatives.indices where alternatives[edge].count > 1 {
      let count = alternatives[edge].count
      let ofEdge = scores[position..<position + count]
      if let best = ofEdge.max(), let place = ofEdge.firstIndex(of: best) {
        alternatives[edge].remove(at: place - position)
      }
      position += count
    }
    if isPruned { phase = .founding }
  }

  // MARK: Evolution

  /// The pruned cell, if there is one, and random ones.
  private mutating func founders() -> [Architecture] {
    var founders: [Architecture] = []
    if isPruned, !alternatives.isEmpty {
      let pruned = space.architecture(choosing: alternatives.compactMap(\.first))
      seen.insert(form(of: pruned))
      founders.append(pruned)
    }
    addRandom(to: &founders, upTo: PruningEvolution.populationSize)
    return founders
  }

  private mutating func children() -> [Architecture] {
    var children: [Architecture] = []
    add(to: &children, upTo: PruningEvolution.batchSize) { strategy in
      let parent = strategy.parent()
      guard strategy.random.uniform() < PruningEvolution.crossoverShare else {
        return strategy.space.mutate(parent, using: &strategy.random)
      }
      let mixed = strategy.space.crossover(
        parent, strategy.parent(), using: &strategy.random)
      return strategy.space.mutate(mixed, using: &strategy.random)
    }
    addRandom(to: &children, upTo: PruningEvolution.batchSize)
    return children
  }

  private mutating func addRandom(to architectures: inout [Architecture], upTo count: Int) {
    add(to: &architectures, upTo: count) { strategy in
      strategy.space.sample(using: &strategy.random)
    }
  }

  /// Adds what `make` makes and nothing that computes what was scored before; gives up when nearly
  /// everything was.
  private mutating func add(
    to architectures: inout [Architecture], upTo count: Int,
    _ make: (inout PruningEvolution) -> Architecture
  ) {
    var attempts = 0
    while architectures.count < count, attempts < 100 * count {
      attempts += 1
      let architecture = make(&self)
      if seen.insert(form(of: architecture)).inserted { architectures.append(architecture) }
    }
  }

  private mutating func parent() -> Architecture {
    let places = random.sample(PruningEvolution.tournamentSize, below: population.count)
    // The population is sorted: the smallest place is the best.
    return population[places.min() ?? 0].architecture
  }

  private func form(of architecture: Architecture) -> OperatorGraph.CanonicalForm? {
    space.operatorGraph(of: architecture)?.canonicalForm
  }
}
