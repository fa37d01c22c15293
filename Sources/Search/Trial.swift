/// One candidate of a search, evaluated.
public struct Trial: Hashable, Sendable {
  /// The place in the search; 1 is the first.
  public let number: Int
  /// The place of the batch that it was proposed in; 1 is the first.
  public let generation: Int
  /// The numbers of the trials that it was made from; empty where it was not made from any.
  public let parents: [Int]
  public let candidate: Candidate
  public let evaluation: Evaluation
}

/// Keeps the trials of a search, and knows those of an earlier run of the same search.
public protocol TrialRecorder {
  /// What an earlier run found for the trial of this number; nil for a trial that it did not get to.
  ///
  /// - Throws: when the earlier run had another candidate there.
  func evaluation(ofTrial number: Int, _ candidate: Candidate) throws -> Evaluation?

  /// Is told the trials that are new, in order, some of a batch at a time.
  mutating func append(_ trials: [Trial]) throws
}
