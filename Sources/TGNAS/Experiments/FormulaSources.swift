import Files
import Formulas
import Foundation
import Learning
import Networks
import Proxies
import Scoring
import Spaces
import Surrogates
import Tensors
import Wording

/// The labelled tables from which formulas over proxies are evolved, each with its terminals.
public struct FormulaSources: Sendable {
  /// A space with its table, or one task of it with recorded proxies.
  public struct Source: Sendable {
    public let space: SearchSpace
    /// All labelled architectures, [n].
    public let architectures: [Architecture]
    /// The columns of accuracies with their values, [n]; higher is better.
    public let accuracies: [(column: String, values: [Double])]
    /// What formulas are evolved from: some of the architectures.
    public let problem: FormulaProblem
    /// Proxies of the space's architectures, computed once for all formulas.
    let evaluator: ProxyEvaluator
    /// All architectures with recorded proxies; nil where all proxies are computed.
    let recorded: FormulaProblem?
    let learned: (any Scorer)?
  }

  /// Which spaces take part.
  public enum Kind: String, Sendable, CaseIterable {
    case all
    /// Spaces of cells.
    case cells
    /// Spaces of whole networks.
    case networks
  }

  /// The names of the terminals, in alphabetical order.
  public let terminals: [String]
  /// In the order of the spaces' names.
  public let sources: [Source]
  private let opened: OpenInstallation
  private let threads: Int

  /// Every shipped space whose table lies in a folder.
  ///
  /// - Parameters:
  ///   - tables: the folder
  ///   - terminals: names; all for an empty list
  ///   - kind: which spaces take part
  ///   - excluded: names of spaces that are left out, with those that extend them
  ///   - measurement: of measured terminals
  ///   - areRecorded: whether measured terminals are read from ``RecordedProxies`` beside the
  ///     tables. Spaces without them are left out.
  ///   - note: receives a sentence for everything that the user should know
  ///   - progress: receives the share that is done, and the space
  /// - Throws: `UnknownNameError` for an unknown terminal or space, `TableError` when no table is
  ///   left or one cannot be used.
  public init(
    in tables: String, terminals: [String] = [], kind: Kind = .all,
    leavingOut excluded: [String] = [],
    measuredOn measurement: ProxyMeasurement = ProxyMeasurement(), areRecorded: Bool = false,
    opened: OpenInstallation, threads: Int, note: (Sentence) -> Void,
    progress: (Double, String) -> Void = { _, _ in }
  ) throws {
    let names = terminals.isEmpty ? FormulaTerminals.names : terminals.sorted()
    try FormulaTerminals.check(names)
    let spaces = try opened.spaces().filter { $0.benchmark != nil }
    func isCalled(_ space: SearchSpace, _ name: String) -> Bool {
      ([space.name] + space.bases).contains(name)
    }
    for name in excluded where !spaces.contains(where: { isCalled($0, name) }) {
      throw UnknownNameError(
        kind: "space with a table", name: name, known: spaces.map(\.name))
    }
    var sources: [Source] = []
    for (number, space) in spaces.enumerated()
    where !excluded.contains(where: { isCalled(space, $0) })
      && (kind == .all || space.isMadeOfCells == (kind == .cells))
    {
      progress(Double(number) / Double(spaces.count), space.name)
      let path = "\(tables)/\(space.benchmark?.table ?? "")"
      guard FileManager.default.fileExists(atPath: path) else {
        note("note: \(space.name) is left out: \(path): no such file")
        continue
      }
      let networks = try TrainedNetworks(of: space, at: path)
      let evaluator = try Workbench(
        space,
        ScoringSettings(
          by: .proxy(ParameterCount.self), measurement: measurement, threads: threads),
        in: opened, note: { _ in }
      ).proxies()
      let learned =
        names.contains(FormulaTerminals.learned)
        ? try FormulaSources.learned(of: space, in: opened, threads) : nil
      if areRecorded {
        sources += try FormulaSources.recorded(
          networks, space, terminals: names, evaluator, learned, note: note)
        continue
      }
      let problem = try FormulaProblem(
        networks, terminals: names, by: evaluator, learned: learned)
      if !problem.missing.isEmpty {
        note(
          "note: formulas with \(list(problem.missing)) are of no use: \(space.name) does not have "
            + "\(problem.missing.count == 1 ? "it" : "them")")
      }
      sources.append(
        Source(
          space: space, architectures: networks.architectures,
          accuracies: try networks.accuracyColumns.map { ($0, try networks.numbers($0)) },
          problem: problem, evaluator: evaluator, recorded: nil, learned: learned))
    }
    guard !sources.isEmpty else {
      let expected = spaces.filter { space in !excluded.contains { isCalled(space, $0) } }
      let files = expected.compactMap(\.benchmark?.table).map {
        areRecorded ? RecordedProxies.path(beside: $0) : $0
      }
      throw TableError(
        path: tables,
        "holds no table of a shipped space that is not left out"
          + "\(areRecorded ? ", or none with enough recorded proxies" : ""); expected "
          + "\(list(files))")
    }
    let nowhere = names.filter { name in sources.allSatisfy { $0.problem.missing.contains(name) } }
    if !nowhere.isEmpty {
      note("note: no space has \(list(nowhere)): formulas do without")
    }
    self.terminals = names.filter { !nowhere.contains($0) }
    (self.sources, self.threads) = (sources, threads)
    self.opened = opened
  }

  /// The learned predictor, by weights that saw no label of the space. Nil where it is made of
  /// whole networks, of which the shipped weights know nothing.
  private static func learned(
    of space: SearchSpace, in opened: OpenInstallation, _ threads: Int
  ) throws -> (any Scorer)? {
    guard space.isMadeOfCells else { return nil }
    return try Workbench(
      space, ScoringSettings(by: .predictor, threads: threads), in: opened, note: { _ in }
    ).scorer
  }

  /// A source for each task of a table whose proxies were recorded.
  private static func recorded(
    _ networks: TrainedNetworks, _ space: SearchSpace, terminals: [String],
    _ evaluator: ProxyEvaluator, _ learned: (any Scorer)?, note: (Sentence) -> Void
  ) throws -> [Source] {
    let path = RecordedProxies.path(beside: networks.table.path)
    guard FileManager.default.fileExists(atPath: path) else {
      note("note: \(space.name) is left out: \(path): no such file")
      return []
    }
    let recorded = try RecordedProxies(of: networks, in: space, terminals: terminals, at: path)
    for (column, reason) in recorded.leftOut {
      note("note: \(column) of \(space.name) is left out: \(path) \(reason)")
    }
    return try recorded.tasks.map { task in
      let all = try FormulaProblem(
        task, networks, terminals: terminals, by: evaluator, learned: learned)
      return Source(
        space: space, architectures: task.architectures,
        accuracies: [(task.column, task.accuracies)], problem: try all.sampled(of: networks),
        evaluator: evaluator, recorded: all, learned: learned)
    }
  }

  /// Evolves formulas from all sources but some.
  ///
  /// - Parameters:
  ///   - state: where a stopped evolution goes on; nil for the beginning
  ///   - keep: receives the state after each generation
  /// - Returns: nil when no formula has values on all sources, or nothing is left
  public func evolve(
    leavingOut excluded: [String] = [], _ settings: FormulaEvolution.Settings,
    from state: FormulaEvolution.State? = nil,
    keep: (FormulaEvolution.State) -> Void = { _ in },
    shouldStop: () -> Bool = { false }, progress: (FormulaEvolution.Progress) -> Void = { _ in }
  ) -> FormulaEvolution.Result? {
    let used = sources.filter { !excluded.contains($0.space.name) }
    guard !used.isEmpty else { return nil }
    return FormulaEvolution(
      used.map(\.problem), terminals: terminals, settings: settings, threads: threads
    ).run(from: state, keep: keep, shouldStop: shouldStop, progress: progress)
  }

  /// The terminal, or its opposite, that is fittest on all sources but some; nil when nothing is
  /// left.
  public func bestTerminal(leavingOut excluded: [String]) -> Formula? {
    let used = sources.filter { !excluded.contains($0.space.name) }
    guard !used.isEmpty else { return nil }
    let evolution = FormulaEvolution(used.map(\.problem), terminals: terminals, threads: threads)
    return terminals.flatMap { [Formula.terminal($0), .unary(.negate, .terminal($0))] }
      .compactMap { evolution.candidate($0) }.max { $0.fitness < $1.fitness }?.formula
  }

  /// The terminals in a sum with weights that are not negative, fitted to all
  /// sources but some by least squares; nil when nothing is left.
  ///
  /// Only terminals that every source has take part.
  public func nonNegativeFit(leavingOut excluded: [String]) -> Formula? {
    let used = sources.filter { !excluded.contains($0.space.name) }
    let missing = Set(sources.flatMap(\.problem.missing))
    let names = terminals.filter { !missing.contains($0) }
    let weights = NonNegativeFit.weights(
      used.map { source in
        let problem = source.problem.linearProblem(of: names)
        // All tasks of a space share one vote.
        let share = 1 / Double(used.filter { $0.space.name == source.space.name }.count)
        let scale = share.squareRoot()
        return (
          problem.columns.map { $0.map { $0 * scale } }, problem.target.map { $0 * scale }
        )
      })
    let parts = zip(names, weights).filter { $0.1 > 0 }.map { name, weight in
      Formula.binary(.multiply, .constant(weight), .terminal(name))
    }
    return parts.dropFirst().reduce(parts.first) { sum, part in
      sum.map { .binary(.add, $0, part) }
    }
  }

  /// The scores of a source by a random forest on the terminals that was fitted to the ranks of all
  /// sources but those of its space; nil when nothing is left. All tasks of a space share the rows
  /// of one. A terminal that a source does not have is 0.
  ///
  /// - Parameter table: the source's terminals
  public func forestScores(
    of source: Source, _ table: LabelledTerminals, seed: UInt64
  ) -> [Double]? {
    let used = sources.filter { $0.space.name != source.space.name }
    guard !used.isEmpty else { return nil }
    var (rows, targets): ([[Double]], [Double]) = ([], [])
    for other in used {
      let problem = other.problem.regressionProblem(of: terminals)
      let tasks = used.filter { $0.space.name == other.space.name }.count
      // Architectures of a problem are in a random order.
      let count = problem.rows.count / tasks
      rows += problem.rows.prefix(count)
      targets += problem.targets.prefix(count)
    }
    let forest = RandomForest(rows, targets: targets, seed: seed, threads: threads)
    let inputs = table.rows(of: terminals)
    return Parallel.map(inputs.count, threads: threads) { place, _ in
      inputs[place].map { forest.prediction(at: $0) } ?? -.infinity
    }
  }

  /// The scores of a source by the learned predictor, whose weights saw no label of the space. Nil
  /// for whole networks, of which the shipped weights know nothing.
  public func learnedScores(of source: Source) throws -> [Double]? {
    try FormulaSources.learned(of: source.space, in: opened, threads)?
      .scores(of: source.architectures).values
  }

  /// The scores of a source by the score that a user gets who asks for none.
  public func defaultScores(of source: Source) throws -> [Double] {
    try Workbench(
      source.space, ScoringSettings(threads: threads), in: opened, note: { _ in }
    ).scorer.scores(of: source.architectures).values
  }

  /// The sum of all proxies among the terminals that a source has.
  public func sumOfProxies(of source: Source) -> Formula {
    let proxies = Set(FormulaTerminals.proxies + FormulaTerminals.measured)
    let names = terminals.filter { proxies.contains($0) && !source.problem.missing.contains($0) }
    return names.dropFirst().reduce(.terminal(names.first ?? terminals[0])) {
      .binary(.add, $0, .terminal($1))
    }
  }

  /// The file of what was evolved, named as its path.
  public func file(
    _ result: FormulaEvolution.Result, _ settings: FormulaEvolution.Settings, for path: String
  ) -> FormulaFile {
    FormulaFile(
      name: FormulaFile.name(for: path), formula: result.best.formula,
      sources: zip(sources, result.best.spearman).map { source, spearman in
        source.problem.source(spearman: spearman)
      },
      evolution: "seed \(settings.seed), population \(settings.population), "
        + "\(settings.generations) generations, \(settings.restarts) restarts; found in restart "
        + "\(result.origin.restart), generation \(result.origin.generation)"
        + (result.isStopped ? "; stopped before the end" : ""),
      version: Installation.version,
      front: result.front.map {
        FormulaFile.FrontEntry(size: $0.size, fitness: $0.fitness, formula: $0.formula)
      })
  }
}

extension FormulaSources.Source {
  /// The space, and the column of accuracies where it has several sources.
  public var name: String {
    recorded == nil ? space.name : ([space.name] + accuracies.map(\.column)).joined(separator: " ")
  }

  /// The scores of a proxy, one for each architecture, [n].
  ///
  /// - Throws: any error of making the proxy.
  public func scores(_ proxy: any Proxy.Type) throws -> [Double] {
    try ProxyScorer(proxy, by: evaluator).scores(of: architectures).values
  }

  /// The terminals of all architectures, on which any formula can be evaluated.
  ///
  /// - Throws: any error of making the proxies.
  public func terminals(_ names: [String]) throws -> LabelledTerminals {
    let usable = names.filter { !problem.missing.contains($0) }
    let rows: [[Double]?]
    if let recorded {
      let columns = usable.compactMap { recorded.column($0) }
      let known = Dictionary(
        uniqueKeysWithValues: recorded.architectures.enumerated().map { row, architecture in
          (architecture, columns.map { $0[row] })
        })
      rows = architectures.map { known[$0] }
    } else {
      rows = try TerminalTable(usable, by: evaluator, learned: learned).rows(of: architectures)
        .map { row in if case .success(let values) = row { values } else { nil } }
    }
    return LabelledTerminals(names: usable, rows: rows)
  }
}

/// The terminals of a source's architectures.
public struct LabelledTerminals: Sendable {
  /// Those that the source has.
  let names: [String]
  /// [n][d]; nil for an architecture that computes nothing.
  let rows: [[Double]?]

  /// The scores of a formula, [n]. Minus infinity for an architecture that computes nothing. Nil
  /// where a terminal is missing.
  public func scores(_ formula: Formula) -> [Double]? {
    guard formula.terminals.allSatisfy(names.contains) else { return nil }
    let places = rows.indices.filter { rows[$0] != nil }
    let values = formula.values(count: places.count) { name in
      let column = names.firstIndex(of: name) ?? 0
      return places.map { rows[$0]?[column] ?? 0 }
    }
    var scores = [Double](repeating: -.infinity, count: rows.count)
    for (place, value) in zip(places, values) { scores[place] = value }
    return scores
  }

  /// The rows in the order of some names, with 0 for a terminal that the source does not have.
  func rows(of names: [String]) -> [[Double]?] {
    let columns = names.map { self.names.firstIndex(of: $0) }
    return rows.map { row in
      row.map { row in columns.map { $0.map { row[$0] } ?? 0 } }
    }
  }
}
