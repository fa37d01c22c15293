import Randomness
import Spaces
import Tensors

/// How much of a space is like what weights learned from, without any label: the share of sampled cells for
/// which some sampled cell of a source is near. Near is what differs in none of the `GraphStatistics` by more
/// than ``radius`` deviations that the statistic has among the sources.
///
/// The radius is the largest whole number with which NAS-Bench-Macro has too little support, the nearer of the
/// two spaces on which what was learned on cells is known to fail. It was not chosen by any space of cells;
/// docs/experiments.md has all distances.
public struct SourceSupport: Sendable {
  static let radius = 4.0
  /// Less is too little to score a space by what was learned.
  public static let least = 0.5
  /// Cells drawn from each space.
  public static let sampleSize = 256
  public static let seed: UInt64 = 0

  /// From 0 to 1.
  public let share: Double

  public var isEnough: Bool { share >= SourceSupport.least }

  /// A space with what its operators do, [O].
  package typealias Described = (space: SearchSpace, operators: [OperatorAttributes])

  /// - Parameters:
  ///   - sources: what was learned from, at least one
  ///   - threads: change the time, never the share
  package init(of target: Described, by sources: [Described], threads: Int) {
    let distances = SourceSupport.distances(of: target, from: sources, threads: threads)
    let near = distances.count { $0 <= SourceSupport.radius }
    share = distances.isEmpty ? 0 : Double(near) / Double(distances.count)
  }

  /// How far each sampled cell that computes something is from the nearest of the sources: the deviations by
  /// which it differs in the statistic that differs most.
  package static func distances(
    of target: Described, from sources: [Described], threads: Int
  ) -> [Double] {
    precondition(!sources.isEmpty, "support needs a source")
    let known = sources.flatMap { SourceSupport.rows(of: $0, threads) }
    guard !known.isEmpty else { return [] }
    let scale = SourceSupport.deviations(of: known)
    let asked = SourceSupport.rows(of: target, threads)
    return Parallel.map(asked.count, threads: threads) { index, _ in
      var nearest = Double.infinity
      for source in known {
        var distance = 0.0
        for column in scale.indices {
          distance = max(distance, abs(source[column] - asked[index][column]) / scale[column])
          if distance >= nearest { break }
        }
        nearest = min(nearest, distance)
      }
      return nearest
    }
  }

  /// The statistics of sampled cells; those that compute nothing are left out.
  private static func rows(of described: Described, _ threads: Int) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    let sample = (0..<sampleSize).map { _ in described.space.sample(using: &random) }
    let statistics = GraphStatistics(described.operators)
    return Parallel.map(sample.count, threads: threads) { index, _ in
      described.space.operatorGraph(of: sample[index]).map {
        statistics.row(of: $0.canonicalForm.graph)
      }
    }.compactMap { $0 }
  }

  /// Of each column; 1 where it never varies, so that one connection more counts as one deviation.
  private static func deviations(of rows: [[Double]]) -> [Double] {
    let count = Double(rows.count)
    return rows[0].indices.map { column in
      let mean = rows.reduce(0) { $0 + $1[column] } / count
      let variance = rows.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) } / count
      return variance > 1e-12 ? variance.squareRoot() : 1
    }
  }
}
