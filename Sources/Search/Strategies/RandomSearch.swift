import Randomness
import Spaces

/// Draws architectures of the space, each equally likely, and scores those that compute something new:
/// what other strategies have to beat (Li and Talwalkar, UAI 2019).
public struct RandomSearch: SearchStrategy {
  public static let name = "random"
  public static let summary = "scores random architectures"
  static let batchSize = 1_024

  private let space: SearchSpace
  private var remaining: Int
  private var random: SplitMix64
  private var unseen: UnseenArchitectures

  public init(space: SearchSpace, budget: Int, seed: UInt64) {
    self.space = space
    remaining = budget
    random = SplitMix64(seed: seed)
    unseen = UnseenArchitectures(of: space)
  }

  public mutating func propose() -> [Proposal] {
    var random = random
    defer { self.random = random }
    let space = space
    let drawn = unseen.collect(min(RandomSearch.batchSize, remaining)) {
      Proposal(space.sample(using: &random))
    }
    remaining -= drawn.count
    return drawn
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {}
}
