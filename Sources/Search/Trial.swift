/// One candidate of a search with its evaluation.
public struct Trial: Hashable, Sendable {
  /// The place in the search; 1 is the first.
  public let number: Int
  /// The number of the batch that proposed it; 1 is the first.
  public let generation: Int
  /// The trial numbers of its parents; empty for a candidate without parents.
  public let parents: [Int]
  /// The candidate that was evaluated.
  public let candidate: Candidate
  /// Its score, objectives and violation.
  public let evaluation: Evaluation
}

/// Records the trials of a search, and knows those of an earlier run of the same search.
public protocol TrialRecorder {
  /// The evaluation that an earlier run recorded for the trial of this number; nil when it did not
  /// get that far.
  ///
  /// - Throws: when the earlier run recorded another candidate there.
  func evaluation(ofTrial number: Int, _ candidate: Candidate) throws -> Evaluation?

  /// Records new trials, in order. A batch may come in several parts.
  mutating func append(_ trials: [Trial]) throws
}
