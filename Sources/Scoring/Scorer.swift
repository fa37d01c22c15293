import Spaces

/// Scores the architectures of one space; all that a search sees of a predictor.
public protocol Scorer: Sendable {
  var space: SearchSpace { get }

  /// What makes the scores.
  var identity: ScorerIdentity { get }

  /// One score for each architecture, in order, [B]. Higher is better.
  func scores(of architectures: [Architecture]) -> Scores

  /// Scores operator graphs that are no architectures, such as partly pruned supernets; nil where nothing does.
  var graphs: (any GraphScorer)? { get }

  /// The scorers of which this one is the mean, in the order of their seeds, to see how much seeds matter; empty
  /// where it is no ensemble.
  var members: [any Scorer] { get }
}

extension Scorer {
  public var graphs: (any GraphScorer)? { nil }
  public var members: [any Scorer] { [] }
}

/// Scores operator graphs of one space.
public protocol GraphScorer: Sendable {
  /// One score for each graph, in order, [B]. Higher is better; minus infinity for nil, which stands for a graph
  /// that is not connected.
  func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double]
}
