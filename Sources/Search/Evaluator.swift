import Spaces

/// Tells what candidates are worth.
public protocol Evaluator: Sendable {
  var space: SearchSpace { get }
  var goals: SearchGoals { get }

  /// One evaluation for each candidate, in order; each depends on its own candidate alone.
  ///
  /// - Throws: `UserError` for candidates that cannot be evaluated, `NetworkError` when costs are asked for of a
  ///   space without networks.
  func evaluations(of candidates: [Candidate]) throws -> [Evaluation]
}
