/// An architecture of a training study: proposed, trained, or both.
public struct Training: Equatable, Sendable {
  /// What came of the training.
  public enum Outcome: Equatable, Sendable {
    /// Nothing was told yet.
    case pending
    /// The result, in the unit and with the sign of the user.
    case result(Double)
    /// The training gave no result.
    case failed
  }

  /// The place in the study; 1 is the first.
  public let number: Int
  /// The proposal that it came with, 1 for the first; nil when it was told without being proposed.
  public let round: Int?
  /// The architecture in the official notation of the space.
  public let architecture: String
  /// What was known when the architecture was proposed.
  public let proposal: Proposal?
  /// What came of it.
  public internal(set) var outcome: Outcome

  /// What is known of an architecture that is proposed.
  public struct Proposal: Equatable, Sendable {
    /// The zero-shot score; higher is better.
    public let score: Double
    /// The percentile of the score in the space, in 0...100.
    public let percentile: Double
    /// The expected result in the unit and with the sign of the user; nil while too few results are
    /// known.
    public let expected: Double?
    /// The standard deviation of the result.
    public let deviation: Double?

    public init(score: Double, percentile: Double, expected: Double?, deviation: Double?) {
      (self.score, self.percentile) = (score, percentile)
      (self.expected, self.deviation) = (expected, deviation)
    }
  }
}

/// Something that happened in a training study: a row of `trainings.csv`.
public enum TrainingEvent: Equatable, Sendable {
  /// The architecture, in the official notation, was proposed.
  case asked(String, Training.Proposal)
  /// The result of a training; nil when it failed.
  case told(String, Double?)
}
