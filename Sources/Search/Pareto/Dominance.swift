// Points are lists of objectives, all of the same length and none of them NaN; in every objective higher is
// better.

/// Whether a point is at least as good as another in every objective and better in one.
///
/// - Complexity: O(objectives)
public func dominates(_ point: [Double], _ other: [Double]) -> Bool {
  var isBetter = false
  for (value, otherValue) in zip(point, other) {
    if value < otherValue { return false }
    if value > otherValue { isBetter = true }
  }
  return isBetter
}

/// Points cut into fronts: the first holds those that no point dominates, the next those that only points
/// of the first dominate, and so on.
public enum NonDominatedSorting {
  /// The fronts, each as indices in increasing order. Equal points are in the same front.
  ///
  /// Efficient non-dominated sorting with binary search (Zhang, Tian, Cheng and Jin, IEEE Transactions on
  /// Evolutionary Computation 2015): in lexicographic order no point is dominated by a later one, so each
  /// goes into the first front of which no member dominates it.
  ///
  /// - Complexity: O(objectives x n²), O(objectives x n log n) when there are few fronts or few members
  public static func fronts(of points: [[Double]]) -> [[Int]] {
    let order = points.indices.sorted { left, right in
      for (one, other) in zip(points[left], points[right]) where one != other { return one > other }
      return left < right
    }
    var fronts: [[Int]] = []
    for point in order {
      // Whoever is dominated in a front is dominated in those before it.
      var (first, last) = (0, fronts.count)
      while first < last {
        let middle = (first + last) / 2
        // The latest member is the most alike and the likeliest to dominate.
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

  /// The same by definition: what nothing left dominates is taken away, again and again.
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
