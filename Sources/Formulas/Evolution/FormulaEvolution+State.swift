import Randomness

extension FormulaEvolution {
  /// How far an evolution is, to go on from.
  public struct State: Codable, Sendable, Equatable {
    var restart: UInt32
    var generation: UInt32
    var random: UInt64
    var population: [Formula]
    var smallElite: [Formula]
    var ownElite: [Formula]
    var elite: [Formula]
    var best: Formula?
    var originRestart: UInt32
    var originGeneration: UInt32
    var history: [Double]
  }

  struct Search {
    var restart = 0
    var generation = 0
    var random = SplitMix64(seed: 0)
    /// To be evaluated next.
    var population: [Formula] = []
    /// By their sizes the best formulas of one function, of this restart, and of all.
    var smallElite: [Int: Candidate] = [:]
    var ownElite: [Int: Candidate] = [:]
    var elite: [Int: Candidate] = [:]
    var best: Candidate?
    var origin = (restart: 0, generation: 0)
    var history: [Double] = []
    var isStopped = false

    init() {}

    /// - Parameter evolution: finds anew what the formulas are worth
    init(_ state: State, of evolution: FormulaEvolution) {
      func candidates(_ formulas: [Formula]) -> [Int: Candidate] {
        formulas.compactMap(evolution.candidate).reduce(into: [:]) { $0[$1.size] = $1 }
      }
      (restart, generation) = (Int(state.restart), Int(state.generation))
      random.state = state.random
      population = state.population
      smallElite = candidates(state.smallElite)
      ownElite = candidates(state.ownElite)
      elite = candidates(state.elite)
      best = state.best.flatMap(evolution.candidate)
      origin = (Int(state.originRestart), Int(state.originGeneration))
      history = state.history
    }

    var state: State {
      func formulas(_ candidates: [Int: Candidate]) -> [Formula] {
        candidates.keys.sorted().compactMap { candidates[$0]?.formula }
      }
      return State(
        restart: UInt32(restart), generation: UInt32(generation), random: random.state,
        population: population, smallElite: formulas(smallElite), ownElite: formulas(ownElite),
        elite: formulas(elite), best: best?.formula, originRestart: UInt32(origin.restart),
        originGeneration: UInt32(origin.generation), history: history)
    }

    /// Keeps a candidate where it is the best of its size, or of all.
    mutating func keep(_ candidate: Candidate, from origin: (restart: Int, generation: Int)) {
      let (size, fitness) = (candidate.size, candidate.fitness)
      if fitness > ownElite[size]?.fitness ?? -.infinity { ownElite[size] = candidate }
      if fitness > elite[size]?.fitness ?? -.infinity { elite[size] = candidate }
      if fitness > best?.fitness ?? -.infinity {
        best = candidate
        self.origin = origin
      }
    }
  }
}
