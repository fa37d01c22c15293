import Randomness

extension FormulaEvolution {
  /// How far an evolution is, to go on from.
  public struct State: Codable, Sendable, Equatable {
    var restart: Int
    var generation: Int
    var random: UInt64
    /// Formulas as texts.
    var population: [String]
    var smallElite: [String]
    var ownElite: [String]
    var elite: [String]
    var best: String?
    var originRestart: Int
    var originGeneration: Int
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

    /// Nil for a state that holds a text that is no formula.
    init?(_ state: State, of evolution: FormulaEvolution) {
      func candidates(_ texts: [String]) -> [Int: Candidate]? {
        var found: [Int: Candidate] = [:]
        for text in texts {
          guard let formula = try? Formula(parsing: text),
            let candidate = evolution.candidate(formula)
          else { return nil }
          found[candidate.size] = candidate
        }
        return found
      }
      let formulas = state.population.compactMap { try? Formula(parsing: $0) }
      guard formulas.count == state.population.count,
        let small = candidates(state.smallElite), let own = candidates(state.ownElite),
        let all = candidates(state.elite)
      else { return nil }
      (restart, generation) = (state.restart, state.generation)
      random.state = state.random
      population = formulas
      (smallElite, ownElite, elite) = (small, own, all)
      best = state.best.flatMap { try? Formula(parsing: $0) }.flatMap { evolution.candidate($0) }
      origin = (state.originRestart, state.originGeneration)
      history = state.history
    }

    var state: State {
      func texts(_ candidates: [Int: Candidate]) -> [String] {
        candidates.keys.sorted().compactMap { candidates[$0]?.formula.description }
      }
      return State(
        restart: restart, generation: generation, random: random.state,
        population: population.map(\.description), smallElite: texts(smallElite),
        ownElite: texts(ownElite), elite: texts(elite), best: best?.formula.description,
        originRestart: origin.restart, originGeneration: origin.generation, history: history)
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
