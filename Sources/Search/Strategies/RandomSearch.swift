import Spaces

/// Draws architectures of the space, each equally likely, and scores those that compute something new:
/// what other strategies have to beat (Li and Talwalkar, UAI 2019).
public struct RandomSearch: SearchStrategy {
  public static let name = "random"
  public static let summary = "scores random architectures"
  static let batchSize = 1_024

  private var source: ProposalSource

  public init(_ setting: SearchSetting) {
    source = ProposalSource(setting)
  }

  public mutating func propose() -> [Proposal] {
    source.spend(source.novelSamples(min(RandomSearch.batchSize, source.remaining)))
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {}
}
