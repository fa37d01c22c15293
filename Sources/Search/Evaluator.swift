import Spaces

/// Evaluates the candidates of a search.
public protocol Evaluator: Sendable {
  /// The space of all candidates.
  var space: SearchSpace { get }
  /// The objectives and constraints of the search.
  var goals: SearchGoals { get }

  /// One evaluation for each candidate, in order. An evaluation depends on its own candidate only.
  ///
  /// - Throws: `UserError` for candidates that cannot be evaluated. `NetworkError` when the goals
  ///   need network costs and the space has no networks.
  func evaluations(of candidates: [Candidate]) throws -> [Evaluation]
}
