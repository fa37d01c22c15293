import Scoring
import Search
import Spaces
import Statistics
import Tables
import Tensors
import Wording

/// What strategies find in a space of which every architecture is trained, over many seeds.
public struct StrategyComparison {
  /// What a strategy is told of an architecture.
  public enum Guide: Hashable {
    case score
    /// The true one, which no zero-shot search can know: what there is to gain.
    case accuracy(String)
  }

  public struct Entry {
    public let guide: Guide
    public let strategy: String
    public let budget: Int
    /// For each column of accuracies what was found, one for each seed. A search that an accuracy guides
    /// is for that one alone.
    public let found: [String: [Double]]
  }

  public let columns: [String]
  /// For each column what the best architecture has.
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
        "holds \(networks.architectures.count) of the \(space.size) architectures; strategies are compared "
          + "where all are trained")
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

  /// All strategies by the score, and random search and regularised evolution by each accuracy.
  ///
  /// - Parameters:
  ///   - budgets: of strategies that can have any
  ///   - progress: is told the share that is done, and the strategy that comes next
  /// - Throws: as ``entry(_:_:budget:seeds:threads:)`` does.
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

  /// A row for each entry and column of accuracies: the distribution over the seeds, and the regret to
  /// the best of the table.
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
