import Spaces

/// Scores random architectures, each drawn with equal probability. Of architectures that compute
/// the same only the first is scored. This is the baseline for other strategies (Li and Talwalkar,
/// UAI 2019).
public struct RandomSearch: SearchStrategy {
  public static let name = "random"
  public static let summary = "scores random architectures"
  public static let canKeepToPool = true
  static let batchSize = 1_024

  private var source: ProposalSource

  /// Fits every space and every budget.
  public init(_ setting: SearchSetting) {
    source = ProposalSource(setting, withoutStart: true)
  }

  public mutating func propose() -> [Proposal] {
    source.spend(source.novelSamples(min(RandomSearch.batchSize, source.remaining)))
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {}
}
