// Points are lists of objectives, all of the same length, none of them NaN. Higher is better in
// every objective.

/// Whether the first point dominates the second: it is at least as good in every objective and
/// better in one.
///
/// - Complexity: O(objectives)
package func dominates(_ point: [Double], _ other: [Double]) -> Bool {
  var isBetter = false
  for (value, otherValue) in zip(point, other) {
    if value < otherValue { return false }
    if value > otherValue { isBetter = true }
  }
  return isBetter
}

/// Sorts points into fronts. No point dominates those of the first front. Only points of the first
/// front dominate those of the second, and so on.
public enum NonDominatedSorting {
  /// The fronts, the best first, each as indices in increasing order. Equal points are in the same
  /// front.
  ///
  /// This is efficient non-dominated sorting with binary search (Zhang, Tian, Cheng and Jin, IEEE
  /// Transactions on Evolutionary Computation 2015). In lexicographic order no point is dominated
  /// by a later one. Each point therefore goes into the first front of which no member dominates
  /// it.
  ///
  /// - Complexity: O(objectives x n²), O(objectives x n log n) when there are few fronts or few
  ///   members
  public static func fronts(of points: [[Double]]) -> [[Int]] {
    let order = points.indices.sorted { left, right in
      for (one, other) in zip(points[left], points[right]) where one != other { return one > other }
      return left < right
    }
    var fronts: [[Int]] = []
    for point in order {
      // A point that a front dominates is dominated by every earlier front, too.
      var (first, last) = (0, fronts.count)
      while first < last {
        let middle = (first + last) / 2
        // The latest member is the most similar and the likeliest to dominate.
        let isDominated = fronts[middle].reversed().contains {
          dominates(points[$0], points[point])
        }
        if isDominated { first = middle + 1 } else { last = middle }
      }
      if first == fronts.count { fronts.append([]) }
      fronts[first].append(point)
    }
    return fronts.map { $0.sorted() }
  }

  /// The same fronts by definition: the non-dominated points are removed again and again.
  ///
  /// - Complexity: O(objectives x fronts x n²)
  package static func naiveFronts(of points: [[Double]]) -> [[Int]] {
    var remaining = Array(points.indices)
    var fronts: [[Int]] = []
    while !remaining.isEmpty {
      let front = remaining.filter { point in
        !remaining.contains { dominates(points[$0], points[point]) }
      }
      fronts.append(front)
      remaining.removeAll { front.contains($0) }
    }
    return fronts
  }
}
