import Spaces

/// Something that a search can ask for scores: the only thing it sees of a predictor.
public protocol ArchitectureScorer: Sendable {
  var space: SearchSpace { get }

  /// One score for each architecture, in order. Higher is better; minus infinity for an architecture
  /// that computes nothing; never NaN.
  func scores(of architectures: [Architecture]) -> [Double]

  /// Whether operator graphs that are no architectures can be scored.
  var scoresGraphs: Bool { get }

  /// The same for operator graphs of the space, nil standing for one that is not connected.
  ///
  /// - Precondition: ``scoresGraphs``
  func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double]
}

extension ArchitectureScorer {
  public var scoresGraphs: Bool { true }
}
