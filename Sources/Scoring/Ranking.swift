import Spaces
import Wording

/// The architectures of a space in the order of their scores, best first.
public struct Ranking: Sendable {
  public struct Entry: Sendable, Equatable {
    /// 1 is the best.
    public let rank: Int
    public let architecture: Architecture
    /// Higher is better.
    public let score: Double
    /// The share of the ranked architectures that score lower, in per cent.
    public let percentile: Double
  }

  /// The largest space that is scored whole.
  public static let largestSize = 10_000_000
  /// Batches bound the memory that scoring takes.
  package static let batchSize = 65_536

  public let entries: [Entry]

  /// Those that compute something and have no score; nil when all have one.
  public let unscored: Unscored?

  /// Equal scores keep the order of the space's listing.
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

  /// The same for scores that every architecture has.
  public init(_ architectures: [Architecture], scores: [Double]) {
    self.init(architectures, scores: Scores(scores))
  }

  /// All architectures of the scorer's space.
  ///
  /// - Precondition: the space can be listed.
  public init(of scorer: any Scorer) {
    self.init(of: scorer) { _ in }
  }

  /// All architectures of the scorer's space.
  ///
  /// - Parameter progress: is told the share that is scored, in 0...1; what it throws ends the ranking
  /// - Precondition: the space can be listed.
  public init(of scorer: any Scorer, progress: (Double) throws -> Void) rethrows {
    let architectures = Array(scorer.space.architectures)
    var scores = Scores([])
    for start in stride(from: 0, to: architectures.count, by: Ranking.batchSize) {
      let end = min(start + Ranking.batchSize, architectures.count)
      scores.append(scorer.scores(of: Array(architectures[start..<end])))
      try progress(Double(end) / Double(architectures.count))
    }
    self.init(architectures, scores: scores)
  }

  /// - Throws: `UserError` when the space is too large to score all of it.
  public static func checkSize(of space: SearchSpace) throws {
    guard space.size.isAtMost(largestSize) else {
      throw UserError(
        "\(space.name) has \(space.size) architectures, too many to rank (at most "
          + "\(largestSize)); tgnas search finds good ones")
    }
  }

  /// Only the first of all architectures that compute the same, with ranks counted anew; percentiles
  /// stay those of the whole.
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
