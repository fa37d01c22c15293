import Spaces
import Wording

/// A search algorithm. It proposes candidates and observes their evaluations.
///
/// Its proposals depend only on its seed and on the evaluations that it observed. A stopped search
/// is therefore restored by observing them again; see ``SearchRun``.
///
/// To add a strategy, write one file with a conforming type and add it to
/// ``SearchStrategies/registered``.
public protocol SearchStrategy {
  /// The name by which users choose the strategy.
  static var name: String { get }
  /// One line of description.
  static var summary: String { get }

  /// The numbers and choices by which the strategy can be tuned.
  static var knobs: [Knob] { get }

  /// Whether the strategy proposes only architectures of a ``SearchKnowledge/pool``, where there is
  /// one.
  static var canKeepToPool: Bool { get }
  /// Whether the strategy may propose supernets, which only the learned predictor scores.
  static var proposesSupernets: Bool { get }

  /// - Throws: `UserError` when the strategy does not fit the space or the budget.
  init(_ setting: SearchSetting) throws

  /// About how many candidates the strategy will evaluate. Progress bars show it.
  static func evaluations(of space: SearchSpace, budget: Int) -> Int

  /// The next batch of candidates; empty when the search is over.
  mutating func propose() -> [Proposal]

  /// Receives the evaluations of the whole batch, in the order of its candidates.
  mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation])
}

extension SearchStrategy {
  /// It makes architectures that nobody listed.
  public static var canKeepToPool: Bool { false }
  /// It proposes architectures only.
  public static var proposesSupernets: Bool { false }
  /// No knobs.
  public static var knobs: [Knob] { [] }
  /// The whole budget.
  public static func evaluations(of space: SearchSpace, budget: Int) -> Int { budget }
}

/// The registry of search strategies.
public enum SearchStrategies {
  /// All strategies.
  public static var registered: [any SearchStrategy.Type] {
    [
      Exhaustive.self, PruningEvolution.self, Pruning.self, RegularizedEvolution.self,
      LocalSearch.self, Bananas.self, RandomSearch.self, NSGA2.self,
    ]
  }

  /// The default strategy of a space. A space that can be listed is searched exhaustively. Several
  /// objectives are searched by NSGA-II.
  public static func usual(
    for space: SearchSpace, severalObjectives: Bool = false
  ) -> any SearchStrategy.Type {
    if severalObjectives { return NSGA2.self }
    return Exhaustive.covers(space) ? Exhaustive.self : PruningEvolution.self
  }

  /// The strategy of that name.
  ///
  /// - Throws: `UnknownNameError`
  public static func named(_ name: String) throws -> any SearchStrategy.Type {
    guard let found = registered.first(where: { $0.name == name }) else {
      throw UnknownNameError(
        kind: "search strategy", name: name, known: registered.map { $0.name })
    }
    return found
  }
}
