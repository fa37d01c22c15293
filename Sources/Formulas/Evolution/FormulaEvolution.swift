import Randomness
import Tensors

/// Symbolic regression by genetic programming: formulas over proxies that rank the labelled
/// architectures of several spaces, after "From Hand-Crafted Metrics to Evolved Training-Free
/// Performance Predictors for Neural Architecture Search via Genetic Programming"
/// (arXiv 2505.15832).
///
/// The fitness of a formula is the mean over spaces of Spearman's rho, minus a share of its
/// deviation over the spaces, minus a little for each node. All problems and columns of accuracies
/// of a space share one vote. Signs are kept: a formula that ranks upside down is bad.
///
/// The same problems, settings and seed give the same formulas, on any number of threads.
public struct FormulaEvolution: Sendable {
  /// How long and how wide is searched.
  public struct Settings: Sendable, Equatable {
    public var population = 500
    public var generations = 40
    public var restarts = 5
    public var seed: UInt64 = 0
    public var spreadShare = 0.25
    /// Larger formulas do not carry over to other spaces (docs/evolved-proxies.md).
    public var costOfNode = 0.02

    public init() {}
  }

  /// A formula with what it is worth.
  public struct Candidate: Sendable, Equatable {
    public let formula: Formula
    public let size: Int
    public let fitness: Double
    /// Spearman's rho on each problem, the mean over its columns.
    public let spearman: [Double]
  }

  /// How far an evolution is.
  public struct Progress: Sendable {
    /// The share of all generations, in 0...1.
    public let fraction: Double
    public let restart: Int
    public let generation: Int
    public let best: Candidate
  }

  /// What an evolution found.
  public struct Result: Sendable {
    public let best: Candidate
    /// The best formula of each size, as far as no smaller one is as good.
    public let front: [Candidate]
    /// The restart and the generation that found the best one, counted from 1; 0 for the formulas
    /// of one function that come before all.
    public let origin: (restart: Int, generation: Int)
    /// The fitness of the best formula after each generation of all restarts.
    public let history: [Double]
    /// How many different formulas were evaluated since it started or went on.
    public let evaluations: Int
    /// Whether it was stopped before its end.
    public let isStopped: Bool
  }

  private static let tournament = 5

  private let problems: [FormulaProblem]
  private let settings: Settings
  private let threads: Int
  /// The problems of each space.
  private let spaces: [[Int]]
  private let variation: FormulaVariation

  /// - Parameters:
  ///   - terminals: the names that formulas have
  ///   - threads: they change the time, never a formula
  public init(
    _ problems: [FormulaProblem], terminals: [String], settings: Settings = Settings(),
    threads: Int
  ) {
    precondition(!problems.isEmpty && !terminals.isEmpty, "formulas need problems and terminals")
    (self.problems, self.settings, self.threads) = (problems, settings, threads)
    variation = FormulaVariation(terminals: terminals)
    var names: [String] = []
    for problem in problems where !names.contains(problem.space.name) {
      names.append(problem.space.name)
    }
    spaces = names.map { name in problems.indices.filter { problems[$0].space.name == name } }
  }

  /// The worth of a formula; nil where a terminal is missing or a value is no number.
  public func candidate(_ formula: Formula) -> Candidate? {
    var spearman: [Double] = []
    for problem in problems {
      guard let values = problem.values(of: formula) else { return nil }
      let each = problem.spearman(values)
      spearman.append(each.reduce(0, +) / Double(each.count))
    }
    let votes = spaces.map { space in
      space.reduce(0) { $0 + spearman[$1] } / Double(space.count)
    }
    let mean = votes.reduce(0, +) / Double(votes.count)
    let variance = votes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(votes.count)
    let size = formula.size
    return Candidate(
      formula: formula, size: size,
      fitness: mean - settings.spreadShare * variance.squareRoot()
        - settings.costOfNode * Double(size),
      spearman: spearman)
  }

  /// - Parameters:
  ///   - state: where a stopped evolution of the same problems and settings goes on; nil for its
  ///     beginning. It takes the same steps as one that was never stopped.
  ///   - keep: receives the state after each generation
  ///   - shouldStop: is asked after each generation
  /// - Returns: nil when no formula has a worth, which takes a missing terminal for each
  public func run(
    from state: State? = nil, keep: (State) -> Void = { _ in },
    shouldStop: () -> Bool = { false }, progress: (Progress) -> Void = { _ in }
  ) -> Result? {
    var known: [Formula: Candidate?] = [:]
    var search = state.map { Search($0, of: self) } ?? begin(&known)
    let steps = settings.generations + 1
    while search.restart < settings.restarts, !search.isStopped {
      let candidates = evaluate(search.population, &known)
      for case let candidate? in candidates {
        search.keep(candidate, from: (search.restart + 1, search.generation))
      }
      guard let best = search.best else {
        startRestart(search.restart + 1, &search)
        continue
      }
      search.history.append(best.fitness)
      progress(
        Progress(
          fraction: Double(search.restart * steps + search.generation + 1)
            / Double(settings.restarts * steps),
          restart: search.restart + 1, generation: search.generation, best: best))
      search.isStopped = shouldStop()
      if search.generation < settings.generations {
        search.population = nextGeneration(
          candidates.compactMap { $0 }, search.ownElite, using: &search.random)
        search.generation += 1
      } else {
        startRestart(search.restart + 1, &search)
      }
      keep(search.state)
    }
    guard let best = search.best else { return nil }
    var front: [Candidate] = []
    for size in search.elite.keys.sorted() {
      if let candidate = search.elite[size],
        candidate.fitness > front.last?.fitness ?? -.infinity
      {
        front.append(candidate)
      }
    }
    return Result(
      best: best, front: front, origin: search.origin, history: search.history,
      evaluations: known.count, isStopped: search.isStopped)
  }

  /// All formulas of one function are tried first: chance would miss some of them.
  private func begin(_ known: inout [Formula: Candidate?]) -> Search {
    var search = Search()
    for case let candidate? in evaluate(variation.formulasOfOneFunction, &known) {
      search.keep(candidate, from: (0, 0))
    }
    startRestart(0, &search)
    return search
  }

  /// Each restart begins with the best of the formulas of one function, and others by chance.
  private func startRestart(_ restart: Int, _ search: inout Search) {
    if restart == 0 { search.smallElite = search.elite }
    (search.restart, search.generation) = (restart, 0)
    search.ownElite = search.smallElite
    search.random = SplitMix64(seed: settings.seed).stream(UInt64(restart))
    search.population = firstFormulas(using: &search.random)
  }

  /// Half of them grown, half full, of each depth in turn.
  private func firstFormulas(using random: inout SplitMix64) -> [Formula] {
    let depths = Array(FormulaVariation.firstDepths)
    return (0..<settings.population).map { number in
      variation.formula(
        depth: depths[number % depths.count], isFull: number % 2 == 0, using: &random
      ).simplified
    }
  }

  /// The best of each size, and offspring of tournaments.
  private func nextGeneration(
    _ candidates: [Candidate], _ elite: [Int: Candidate], using random: inout SplitMix64
  ) -> [Formula] {
    guard !candidates.isEmpty else { return firstFormulas(using: &random) }
    var next = elite.keys.sorted().compactMap { elite[$0]?.formula }
    next = Array(next.prefix(settings.population))
    func winner() -> Formula {
      var best = candidates[random.integer(below: candidates.count)]
      for _ in 1..<FormulaEvolution.tournament {
        let other = candidates[random.integer(below: candidates.count)]
        if other.fitness > best.fitness { best = other }
      }
      return best.formula
    }
    while next.count < settings.population {
      let (parent, other) = (winner(), winner())
      next.append(variation.offspring(of: parent, and: other, using: &random).simplified)
    }
    return next
  }

  private func evaluate(
    _ population: [Formula], _ known: inout [Formula: Candidate?]
  ) -> [Candidate?] {
    var seen: Set<Formula> = []
    let new = population.filter { known[$0] == nil && seen.insert($0).inserted }
    let found = Parallel.map(new.count, threads: threads) { index, _ in candidate(new[index]) }
    for (formula, candidate) in zip(new, found) { known[formula] = .some(candidate) }
    return population.map { known[$0] ?? nil }
  }
}
