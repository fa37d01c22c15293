/// The knee of a front: the point behind which improving one objective costs the most in the
/// others. It lies farthest above the line through the front's extremes (Das, "On characterizing
/// the 'knee' of the Pareto curve", 1999).
public enum KneePoint {
  /// The index of the knee.
  ///
  /// Objectives are first scaled to the front's range: 0 is the worst, 1 the best. With two
  /// objectives the extremes are then (1, 0) and (0, 1). With more, the line becomes the plane
  /// through the points that are best in one objective and worst in all others. An objective in
  /// which all points agree does not count.
  ///
  /// - Parameter points: of one front, finite; higher is better
  /// - Returns: the first of the farthest points; nil when there are no points
  /// - Complexity: O(objectives x n)
  public static func index(in points: [[Double]]) -> Int? {
    guard let first = points.first else { return nil }
    var sums = [Double](repeating: 0, count: points.count)
    for objective in first.indices {
      let values = points.map { $0[objective] }
      guard let low = values.min(), let high = values.max(), high > low else { continue }
      for (place, value) in values.enumerated() { sums[place] += (value - low) / (high - low) }
    }
    // The plane holds the points whose scaled objectives sum up to 1. The distance to it grows with
    // that sum.
    return sums.indices.max { (sums[$0], $1) < (sums[$1], $0) }
  }
}
