import Spaces
import Wording

/// Scores the architectures of one space. A search sees nothing else of a predictor.
public protocol Scorer: Sendable {
  var space: SearchSpace { get }

  /// The name, the weights and the labels behind the scores.
  var identity: ScorerIdentity { get }

  /// One score for each architecture, in order, [B]. Higher is better.
  func scores(of architectures: [Architecture]) -> Scores

  /// Scores operator graphs that are no architectures, such as partly pruned supernets. Nil when
  /// the scorer cannot.
  var graphs: (any GraphScorer)? { get }

  /// The ensemble members whose mean this scorer is, in the order of their seeds. Empty when it is
  /// no ensemble.
  var members: [any Scorer] { get }
}

extension Scorer {
  /// Insists that every score is a number, or minus infinity for what computes nothing.
  ///
  /// - Throws: `UserError` that names the weights.
  public func check(_ scores: some Sequence<Double>) throws(UserError) {
    guard scores.contains(where: { $0.isNaN || $0 == .infinity }) else { return }
    let origin = identity.weights.map { $0.path ?? "the weights \"\($0.name)\"" }
    throw UserError(
      "\(origin ?? "\(identity)"): gives scores that are no finite numbers; the file is damaged or "
        + "was not trained well")
  }

  /// The scores of ``scores(of:)``, each a number, or minus infinity for what computes nothing.
  ///
  /// - Throws: as ``check(_:)``
  public func checkedScores(of architectures: [Architecture]) throws(UserError) -> Scores {
    let scores = scores(of: architectures)
    try check(scores.values)
    return scores
  }

  /// No graphs but those of architectures.
  public var graphs: (any GraphScorer)? { nil }
  /// No ensemble.
  public var members: [any Scorer] { [] }
}

/// Scores operator graphs of one space.
public protocol GraphScorer: Sendable {
  /// One score for each graph, in order, [B]. Higher is better. Minus infinity for nil, which
  /// stands for a graph that is not connected.
  func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double]
}
