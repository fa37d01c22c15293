import Randomness
import Spaces
import Tensors

/// The share of a space's sampled cells that are like cells that the weights were trained on. No
/// label is needed. A sampled cell counts when some sampled cell of a source space is near. Two
/// cells are near when no statistic of `GraphStatistics` differs by more than ``radius``
/// deviations, which are those of the statistic among the sources.
///
/// Two spaces are known on which a predictor trained on cells fails, and NAS-Bench-Macro is the
/// nearer one. The radius is the largest whole number with which its support is still too small. No
/// space of cells took part in that choice. docs/experiments.md has all distances.
public struct SourceSupport: Sendable {
  static let radius = 4.0
  /// The smallest share with which trained weights may score a space by default.
  public static let least = 0.5
  /// How many random cells are drawn from each space.
  public static let sampleSize = 256
  /// The seed of the random cells.
  public static let seed: UInt64 = 0

  /// The share, in 0...1.
  public let share: Double

  /// Whether the share reaches ``least``.
  public var isEnough: Bool { share >= SourceSupport.least }

  /// A space with the attributes of its operators, [O].
  package typealias Described = (space: SearchSpace, operators: [OperatorAttributes])

  /// - Parameters:
  ///   - sources: the spaces that the weights were trained on, at least one
  ///   - threads: change the time, never the share
  package init(of target: Described, by sources: [Described], threads: Int) {
    let distances = SourceSupport.distances(of: target, from: sources, threads: threads)
    let near = distances.count { $0 <= SourceSupport.radius }
    share = distances.isEmpty ? 0 : Double(near) / Double(distances.count)
  }

  /// For each sampled cell that computes something, its distance to the nearest cell of the
  /// sources. A distance is the difference in the statistic that differs most, in deviations.
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

  /// The statistics of the sampled cells. Cells that compute nothing are left out.
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

  /// The deviation of each column. 1 for a column that never varies, so that one more connection
  /// counts as one deviation.
  private static func deviations(of rows: [[Double]]) -> [Double] {
    let count = Double(rows.count)
    return rows[0].indices.map { column in
      let mean = rows.reduce(0) { $0 + $1[column] } / count
      let variance = rows.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) } / count
      return variance > 1e-12 ? variance.squareRoot() : 1
    }
  }
}
