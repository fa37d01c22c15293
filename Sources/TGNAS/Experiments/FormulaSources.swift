import Files
import Formulas
import Foundation
import Proxies
import Scoring
import Spaces
import Tensors
import Wording

/// The labelled tables from which formulas over proxies are evolved, each with its terminals.
public struct FormulaSources: Sendable {
  /// A space with its table.
  public struct Source: Sendable {
    public let space: SearchSpace
    public let networks: TrainedNetworks
    public let problem: FormulaProblem
    /// Proxies of the space's architectures, computed once for all formulas.
    let evaluator: ProxyEvaluator
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
  private let threads: Int

  /// Every shipped space whose table lies in a folder.
  ///
  /// - Parameters:
  ///   - tables: the folder
  ///   - terminals: names; all for an empty list
  ///   - kind: which spaces take part
  ///   - excluded: names of spaces that are left out, with those that extend them
  ///   - measurement: of measured terminals
  ///   - note: receives a sentence for everything that the user should know
  ///   - progress: receives the share that is done, and the space
  /// - Throws: `UnknownNameError` for an unknown terminal or space, `TableError` when no table is
  ///   left or one cannot be used.
  public init(
    in tables: String, terminals: [String] = [], kind: Kind = .all,
    leavingOut excluded: [String] = [],
    measuredOn measurement: ProxyMeasurement = ProxyMeasurement(), opened: OpenInstallation,
    threads: Int, note: (Sentence) -> Void, progress: (Double, String) -> Void = { _, _ in }
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
      let problem = try FormulaProblem(networks, terminals: names, by: evaluator)
      if !problem.missing.isEmpty {
        note(
          "note: formulas with \(list(problem.missing)) are of no use: \(space.name) does not have "
            + "\(problem.missing.count == 1 ? "it" : "them")")
      }
      sources.append(
        Source(space: space, networks: networks, problem: problem, evaluator: evaluator))
    }
    guard !sources.isEmpty else {
      let expected = spaces.filter { space in !excluded.contains { isCalled(space, $0) } }
      throw TableError(
        path: tables,
        "holds no table of a shipped space that is not left out; expected "
          + "\(list(expected.compactMap { $0.benchmark?.table }))")
    }
    (self.terminals, self.sources, self.threads) = (names, sources, threads)
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
    let places = terminals.indices.filter { !missing.contains(terminals[$0]) }
    let weights = NonNegativeFit.weights(
      used.map { source in
        let problem = source.problem.linearProblem
        return (places.map { problem.columns[$0] }, problem.target)
      })
    let parts = zip(places, weights).filter { $0.1 > 0 }.map { place, weight in
      Formula.binary(.multiply, .constant(weight), .terminal(terminals[place]))
    }
    return parts.dropFirst().reduce(parts.first) { sum, part in
      sum.map { .binary(.add, $0, part) }
    }
  }

  /// The sum of all proxies among the terminals.
  public var sumOfProxies: Formula {
    let names = terminals.filter { FormulaTerminals.proxies.contains($0) }
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
  /// The scores of a formula, one for each architecture of the table.
  ///
  /// - Throws: `NetworkError` when the space does not have a terminal.
  public func scores(_ formula: Formula) throws -> [Double] {
    try FormulaScorer(FormulaFile(name: "evolved", formula: formula), by: evaluator)
      .scores(of: networks.architectures).values
  }

  /// The scores of a proxy, one for each architecture of the table.
  ///
  /// - Throws: any error of making the proxy.
  public func scores(_ proxy: any Proxy.Type) throws -> [Double] {
    try ProxyScorer(proxy, by: evaluator).scores(of: networks.architectures).values
  }
}
