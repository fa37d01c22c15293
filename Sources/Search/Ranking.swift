import Spaces

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

  public let entries: [Entry]

  /// Equal scores keep the order of the space's listing.
  ///
  /// - Complexity: O(n log n)
  public init(_ architectures: [Architecture], scores: [Double]) {
    precondition(architectures.count == scores.count, "one score for each architecture")
    let order = architectures.indices.sorted {
      scores[$0] != scores[$1]
        ? scores[$0] > scores[$1] : architectures[$0] < architectures[$1]
    }
    let percentiles = Percentiles(of: scores)
    entries = order.enumerated().map { place, index in
      Entry(
        rank: place + 1, architecture: architectures[index], score: scores[index],
        percentile: percentiles.percentile(of: scores[index]))
    }
  }

  private init(entries: [Entry]) {
    self.entries = entries
  }

  /// All architectures of the scorer's space.
  ///
  /// - Precondition: the space can be listed.
  public init(of scorer: some ArchitectureScorer) {
    self.init(of: scorer) { _ in }
  }

  /// All architectures of the scorer's space.
  ///
  /// - Parameter progress: is told the share that is scored, in 0...1; what it throws ends the ranking
  /// - Precondition: the space can be listed.
  public init(of scorer: some ArchitectureScorer, progress: (Double) throws -> Void) rethrows {
    let architectures = Array(scorer.space.architectures)
    var scores: [Double] = []
    scores.reserveCapacity(architectures.count)
    // Batches bound the memory that scoring takes.
    for start in stride(from: 0, to: architectures.count, by: Exhaustive.batchSize) {
      let end = min(start + Exhaustive.batchSize, architectures.count)
      scores += scorer.scores(of: Array(architectures[start..<end]))
      try progress(Double(end) / Double(architectures.count))
    }
    self.init(architectures, scores: scores)
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
      })
  }
}

/// Where scores lie among the scores of a whole space or a sample of it.
public struct Percentiles: Sendable {
  private let sorted: [Double]

  public init(of scores: [Double]) {
    sorted = scores.sorted()
  }

  /// The share of the scores that are lower, in per cent; 0 when there are none at all.
  ///
  /// - Complexity: O(log n)
  public func percentile(of score: Double) -> Double {
    guard !sorted.isEmpty else { return 0 }
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < score { low = middle + 1 } else { high = middle }
    }
    return 100 * Double(low) / Double(sorted.count)
  }
}
