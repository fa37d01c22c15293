import Scoring
import Search
import Spaces
import Statistics
import Tables
import Tensors
import Wording

/// Compares search strategies over many seeds in a space whose architectures are all trained.
public struct StrategyComparison {
  /// The objective that guides a strategy.
  public enum Guide: Hashable {
    /// The score of the scorer.
    case score
    /// The true accuracy in a column. No zero-shot search can know it; it shows how much there is
    /// to gain.
    case accuracy(String)
  }

  /// The results of one strategy with one guide and one budget.
  public struct Entry {
    /// The objective of the searches.
    public let guide: Guide
    /// The name of the strategy.
    public let strategy: String
    /// How many candidates each search may evaluate.
    public let budget: Int
    /// For each column of accuracies the true accuracy of the architecture that was found, one for
    /// each seed. A search guided by an accuracy has that column only.
    public let found: [String: [Double]]
  }

  /// The columns of accuracies.
  public let columns: [String]
  /// For each column the accuracy of the best architecture.
  public let best: [String: Double]
  private let space: SearchSpace
  private let accuracies: [String: [Architecture: Double]]
  private let scorer: KnownScores

  /// - Throws: `TableError` when the table lacks accuracies or architectures.
  public init(_ networks: TrainedNetworks, of scorer: any Scorer) throws {
    space = scorer.space
    columns = networks.accuracyColumns
    let all = Array(space.architectures)
    guard networks.architectures == all else {
      throw TableError(
        path: networks.table.path,
        "holds \(networks.architectures.count) of the \(space.size) architectures; "
          + "strategies are compared where all are trained")
    }
    var accuracies: [String: [Architecture: Double]] = [:]
    var best: [String: Double] = [:]
    for column in columns {
      let numbers = try networks.numbers(column)
      accuracies[column] = Dictionary(uniqueKeysWithValues: zip(all, numbers))
      best[column] = numbers.max()
    }
    (self.accuracies, self.best) = (accuracies, best)
    self.scorer = KnownScores(
      Dictionary(uniqueKeysWithValues: zip(all, scorer.scores(of: all).values)), of: space,
      graphs: scorer.graphs)
  }

  /// Runs a strategy once for each seed.
  ///
  /// - Throws: `UserError` when the strategy cannot search the space with this budget.
  public func entry(
    _ guide: Guide, _ strategy: any SearchStrategy.Type, budget: Int, seeds: Int, threads: Int
  ) throws -> Entry {
    let (scorer, columns) =
      switch guide {
      case .score: (scorer, columns)
      case .accuracy(let column): (KnownScores(accuracies[column] ?? [:], of: space), [column])
      }
    // A type has no state that threads could share.
    nonisolated(unsafe) let strategy = strategy
    let results = Parallel.map(seeds, threads: threads) { seed, _ in
      Result {
        try SearchResult(of: strategy, with: scorer, budget: budget, seed: UInt64(seed)).best
      }
    }
    let winners = try results.map { try $0.get() }
    var found: [String: [Double]] = [:]
    for column in columns { found[column] = winners.compactMap { accuracies[column]?[$0] } }
    return Entry(guide: guide, strategy: strategy.name, budget: budget, found: found)
  }

  /// All strategies guided by the score, then random search and regularised evolution guided by
  /// each accuracy.
  ///
  /// - Parameters:
  ///   - budgets: for strategies whose budget is free
  ///   - progress: receives the share that is done, in 0...1, and the strategy that comes next
  /// - Throws: the errors of ``entry(_:_:budget:seeds:threads:)``.
  public func entries(
    budgets: [Int], seeds: Int, threads: Int, progress: (Double, String) -> Void
  ) throws -> [Entry] {
    var tasks: [(Guide, any SearchStrategy.Type, [Int])] = []
    for strategy in SearchStrategies.registered {
      switch strategy {
      case is Exhaustive.Type: tasks.append((.score, strategy, [space.size.countable ?? 1]))
      case is Pruning.Type:
        tasks.append((.score, strategy, [Pruning.evaluations(of: space, budget: 0)]))
      default: tasks.append((.score, strategy, budgets))
      }
    }
    for column in columns {
      for strategy in [RegularizedEvolution.self, RandomSearch.self] as [any SearchStrategy.Type] {
        tasks.append((.accuracy(column), strategy, budgets))
      }
    }
    return try tasks.enumerated().flatMap { place, task in
      progress(Double(place) / Double(tasks.count), task.1.name)
      return try task.2.map { budget in
        try entry(
          task.0, task.1, budget: budget, seeds: task.1 == Exhaustive.self ? 1 : seeds,
          threads: threads)
      }
    }
  }

  /// One row for each entry and column of accuracies: the distribution over the seeds, and the
  /// regret against the best of the table.
  public func table(of entries: [Entry]) -> ResultTable {
    let decimals = TrainedNetworks.decimals(of: Array(best.values))
    func number(_ value: Double) -> ResultTable.Cell { .number(value, decimals: decimals) }
    var table = ResultTable(columns: [
      "accuracy", "guide", "strategy", "budget", "mean", "std", "min", "median", "max", "regret",
    ])
    for column in columns {
      for entry in entries {
        guard let found = entry.found[column]?.sorted(), let spread = Spread(found) else {
          continue
        }
        let median = (found[(found.count - 1) / 2] + found[found.count / 2]) / 2
        table.append([
          .text(column), .text(entry.guide.name), .text(entry.strategy), .integer(entry.budget),
          number(spread.mean), spread.standardDeviation.map(number) ?? .missing, number(found[0]),
          number(median), number(found[found.count - 1]),
          number((best[column] ?? 0) - spread.mean),
        ])
      }
    }
    return table
  }
}

extension StrategyComparison.Guide {
  /// What tables call it.
  public var name: String { self == .score ? "score" : "true accuracy" }
}

extension StrategyComparison.Entry {
  /// What a curve is called.
  public var name: String { "\(strategy) by \(guide.name)" }
}
