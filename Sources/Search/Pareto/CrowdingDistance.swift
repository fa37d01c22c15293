/// How far the points of a front are from their neighbours (Deb, Pratap, Agarwal and Meyarivan, "A
/// Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II", 2002, section III.B). Keeping
/// points with large distances keeps the front spread out.
public enum CrowdingDistance {
  /// The crowding distance of each point: the gap between its two neighbours in an objective, as a
  /// share of the front's range, summed over the objectives. It is infinite for the first and last
  /// point in any objective. An objective in which all points agree adds nothing.
  ///
  /// - Parameter points: of one front, finite; higher is better
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
    // One or two points are always ends, even where they agree in every objective.
    return points.count <= 2 ? distances.map { _ in .infinity } : distances
  }
}
