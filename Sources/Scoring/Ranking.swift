import Spaces
import Wording

/// The architectures of a space in the order of their scores, the best first.
public struct Ranking: Sendable {
  /// One ranked architecture.
  public struct Entry: Sendable, Equatable {
    /// The rank; 1 is the best.
    public let rank: Int
    /// The architecture itself.
    public let architecture: Architecture
    /// Higher is better.
    public let score: Double
    /// The percentage of the ranked architectures that score lower, in 0...100.
    public let percentile: Double
  }

  /// The most architectures that a space may have to be ranked whole.
  public static let largestSize = 10_000_000
  /// How many architectures are scored at a time, to bound the memory.
  package static let batchSize = 65_536

  /// The ranked architectures, the best first.
  public let entries: [Entry]

  /// The architectures that compute something and have no score; nil when all have one.
  public let unscored: Unscored?

  /// Ranks architectures by their scores. Equal scores keep the order of the space's listing.
  ///
  /// - Complexity: O(n log n)
  public init(_ architectures: [Architecture], scores: Scores) {
    precondition(architectures.count == scores.count, "one score for each architecture")
    let values = scores.values
    let order = architectures.indices.sorted {
      values[$0] != values[$1]
        ? values[$0] > values[$1] : architectures[$0] < architectures[$1]
    }
    let percentiles = Percentiles(of: values)
    entries = order.enumerated().map { place, index in
      Entry(
        rank: place + 1, architecture: architectures[index], score: values[index],
        percentile: percentiles.percentile(of: values[index]))
    }
    unscored = scores.unscored(among: architectures)
  }

  private init(entries: [Entry], unscored: Unscored?) {
    (self.entries, self.unscored) = (entries, unscored)
  }

  /// Ranks architectures of which each has a score.
  public init(_ architectures: [Architecture], scores: [Double]) {
    self.init(architectures, scores: Scores(scores))
  }

  /// Ranks all architectures of the scorer's space.
  ///
  /// - Precondition: the space can be listed.
  /// - Throws: as ``Scorer/check(_:)``
  public init(of scorer: any Scorer) throws {
    try self.init(of: scorer) { _ in }
  }

  /// Ranks all architectures of the scorer's space.
  ///
  /// - Parameter progress: receives the share that is scored, in 0...1; an error that it throws
  ///   ends the ranking
  /// - Precondition: the space can be listed.
  /// - Throws: as ``Scorer/check(_:)``
  public init(of scorer: any Scorer, progress: (Double) throws -> Void) throws {
    let architectures = Array(scorer.space.architectures)
    var scores = Scores([])
    for start in stride(from: 0, to: architectures.count, by: Ranking.batchSize) {
      let end = min(start + Ranking.batchSize, architectures.count)
      scores.append(try scorer.checkedScores(of: Array(architectures[start..<end])))
      try progress(Double(end) / Double(architectures.count))
    }
    self.init(architectures, scores: scores)
  }

  /// Checks that a space is small enough to be ranked whole.
  ///
  /// - Throws: `UserError` when it has more than ``largestSize`` architectures.
  public static func checkSize(of space: SearchSpace) throws {
    guard space.size.isAtMost(largestSize) else {
      throw UserError(
        "\(space.name) has \(space.size) architectures, too many to rank (at most "
          + "\(largestSize)); tgnas search finds good ones")
    }
  }

  /// The ranking with only the first of all architectures that compute the same. Ranks are counted
  /// anew. Percentiles stay those of the whole ranking.
  public func unique(in space: SearchSpace) -> Ranking {
    var seen: Set<OperatorGraph.CanonicalForm?> = []
    let kept = entries.filter {
      seen.insert(space.operatorGraph(of: $0.architecture)?.canonicalForm).inserted
    }
    return Ranking(
      entries: kept.enumerated().map { place, entry in
        Entry(
          rank: place + 1, architecture: entry.architecture, score: entry.score,
          percentile: entry.percentile)
      }, unscored: unscored)
  }
}
