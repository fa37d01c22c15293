import Scoring
import Spaces
import Wording

/// Scores every architecture of a space that can be listed.
public struct Exhaustive: SearchStrategy {
  public static let name = "exhaustive"
  public static let summary = "scores every architecture of the space"

  /// The most architectures that a space may have to be listed.
  public static let largestSize = Ranking.largestSize

  private var architectures: AnyIterator<Architecture>

  /// - Throws: ``UserError`` when the space has more than ``largestSize`` architectures.
  public init(_ setting: SearchSetting) throws {
    let space = setting.space
    guard Exhaustive.covers(space) else {
      throw UserError(
        "\(space.name) has \(space.size) architectures, too many to score them all (at most "
          + "\(Exhaustive.largestSize)); choose \(.strategy, PruningEvolution.name)")
    }
    architectures = space.architectures.makeIterator()
  }

  /// Whether every architecture of the space can be scored.
  public static func covers(_ space: SearchSpace) -> Bool {
    space.size.isAtMost(largestSize)
  }

  /// The number of architectures; the budget plays no part.
  public static func evaluations(of space: SearchSpace, budget: Int) -> Int {
    max(1, space.size.countable ?? budget)
  }

  public mutating func propose() -> [Proposal] {
    var batch: [Proposal] = []
    while batch.count < Ranking.batchSize, let next = architectures.next() {
      batch.append(Proposal(next))
    }
    return batch
  }

  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {}
}
