/// How lonely the points of a front are, so that those in empty stretches are kept (Deb, Pratap, Agarwal
/// and Meyarivan, "A Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II", 2002, section III.B).
public enum CrowdingDistance {
  /// For each point the sum over the objectives of the gap between its two neighbours, as a share of the
  /// front's range; infinite at the ends of any objective. An objective in which all points agree adds
  /// nothing.
  ///
  /// - Parameter points: of one front, higher is better; finite
  /// - Complexity: O(objectives x n log n)
  public static func distances(of points: [[Double]]) -> [Double] {
    var distances = [Double](repeating: 0, count: points.count)
    guard let first = points.first else { return [] }
    for objective in first.indices {
      let order = points.indices.sorted {
        (points[$0][objective], $0) < (points[$1][objective], $1)
      }
      let (low, high) = (order[0], order[order.count - 1])
      let range = points[high][objective] - points[low][objective]
      guard range > 0 else { continue }
      distances[low] = .infinity
      distances[high] = .infinity
      for place in order.indices.dropFirst().dropLast() {
        let gap = points[order[place + 1]][objective] - points[order[place - 1]][objective]
        distances[order[place]] += gap / range
      }
    }
    // A front of points that agree in everything has no inside.
    return points.count <= 2 ? distances.map { _ in .infinity } : distances
  }
}
