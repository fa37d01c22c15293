import Spaces
import Wording

/// A way to search a space: it proposes candidates and is told what they are worth, nothing else.
///
/// What it proposes depends on its seed and on what it was told alone, so that a search that was stopped is
/// restored by telling it again; see ``SearchRun``.
///
/// To add a strategy, write one file with a conforming type and add it to
/// ``SearchStrategies/registered``.
public protocol SearchStrategy {
  /// What users call it.
  static var name: String { get }
  /// One line that says what it does.
  static var summary: String { get }

  /// The numbers by which it can be tuned.
  static var knobs: [Knob] { get }

  /// - Throws: `UserError` when the strategy does not fit the space or the budget.
  init(_ setting: SearchSetting) throws

  /// About how many candidates the strategy will score, for progress.
  static func evaluations(of space: SearchSpace, budget: Int) -> Int

  /// The next candidates; empty when the search is over.
  mutating func propose() -> [Proposal]

  /// Is told what the proposed candidates are worth, all of them, in order.
  mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation])
}

extension SearchStrategy {
  public static var knobs: [Knob] { [] }
  public static func evaluations(of space: SearchSpace, budget: Int) -> Int { budget }
}

/// The strategies there are.
public enum SearchStrategies {
  public static var registered: [any SearchStrategy.Type] {
    [
      Exhaustive.self, PruningEvolution.self, Pruning.self, RegularizedEvolution.self,
      LocalSearch.self, RandomSearch.self, NSGA2.self,
    ]
  }

  /// What searches a space when nobody says how: everything is scored where that is possible; a front of
  /// several objectives is evolved.
  public static func usual(
    for space: SearchSpace, severalObjectives: Bool = false
  ) -> any SearchStrategy.Type {
    if severalObjectives { return NSGA2.self }
    return Exhaustive.covers(space) ? Exhaustive.self : PruningEvolution.self
  }

  public static func named(_ name: String) throws -> any SearchStrategy.Type {
    guard let found = registered.first(where: { $0.name == name }) else {
      throw UnknownNameError(
        kind: "search strategy", name: name, known: registered.map { $0.name })
    }
    return found
  }
}
