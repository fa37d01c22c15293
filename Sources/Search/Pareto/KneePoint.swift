/// The point of a front at which getting better in one objective begins to cost the most in the others: the
/// one that lies farthest above the line through the front's extremes (Das, "On characterizing the 'knee' of
/// the Pareto curve", 1999).
public enum KneePoint {
  /// Objectives are scaled to the front's range first, 0 the worst and 1 the best. With two objectives the
  /// extremes are (1, 0) and (0, 1) then; with more, the plane through the points that are best in one
  /// objective and worst in all others takes the line's place. An objective in which all points agree does
  /// not count.
  ///
  /// - Parameter points: of one front, higher is better; finite
  /// - Returns: the first of the farthest; nil when there are no points
  /// - Complexity: O(objectives x n)
  public static func index(in points: [[Double]]) -> Int? {
    guard let first = points.first else { return nil }
    var sums = [Double](repeating: 0, count: points.count)
    for objective in first.indices {
      let values = points.map { $0[objective] }
      guard let low = values.min(), let high = values.max(), high > low else { continue }
      for (place, value) in values.enumerated() { sums[place] += (value - low) / (high - low) }
    }
    // The distance to a plane on which all scaled objectives sum up to 1 grows with their sum.
    return sums.indices.max { (sums[$0], $1) < (sums[$1], $0) }
  }
}
