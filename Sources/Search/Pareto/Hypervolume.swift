/// The hypervolume: the volume that points dominate above a reference point (Zitzler and Thiele,
/// 1999). It grows whenever a front gets better or more complete.
public enum Hypervolume {
  /// The exact hypervolume for any number of objectives.
  ///
  /// One and two objectives are swept. More are the sum of exclusive volumes (While, Bradstreet and
  /// Barone, "A Fast Way of Calculating Exact Hypervolumes" (WFG), IEEE Transactions on
  /// Evolutionary Computation 2012). Each point adds the box between itself and the reference,
  /// minus the part that earlier points cover. Points are taken from the best to the worst in the
  /// last objective. Earlier points thus reach at least as far there, and the covered part is a
  /// volume with one objective less.
  ///
  /// - Parameters:
  ///   - points: higher is better in every objective; a point that is not better than the reference
  ///     in every objective adds nothing
  ///   - reference: a point that is worse than all points of interest
  /// - Returns: the volume in the product of the objectives' units
  /// - Complexity: O(n log n) for two objectives, exponential in the number of objectives at worst
  public static func volume(of points: [[Double]], above reference: [Double]) -> Double {
    let edges = points.compactMap { point -> [Double]? in
      precondition(
        point.count == reference.count,
        "\(point.count) objectives and \(reference.count) of the reference point")
      let edges = zip(point, reference).map { $0 - $1 }
      return edges.allSatisfy { $0 > 0 } ? edges : nil
    }
    return volume(ofBoxes: edges)
  }

  /// The volume of the union of boxes that have one corner at the origin, by their edge lengths.
  private static func volume(ofBoxes boxes: [[Double]]) -> Double {
    guard let dimensions = boxes.first?.count else { return 0 }
    if dimensions == 1 { return boxes.map { $0[0] }.max() ?? 0 }
    if dimensions == 2 { return area(ofBoxes: boxes) }
    var sorted = firstFront(boxes)
    sorted.sort { $0[dimensions - 1] > $1[dimensions - 1] }
    var total = 0.0
    for (place, box) in sorted.enumerated() {
      // The boxes before this one reach at least as far in the last dimension, and so does the part
      // of this box that they cover. The last dimension is therefore a factor.
      let limited = sorted[..<place].map { other in
        zip(box, other).dropLast().map { min($0, $1) }
      }
      let base = box.dropLast().reduce(1, *)
      total += box[dimensions - 1] * (base - volume(ofBoxes: firstFront(limited)))
    }
    return total
  }

  /// Goes from the widest box to the narrowest. Each adds the strip by which it is higher.
  private static func area(ofBoxes boxes: [[Double]]) -> Double {
    var (area, height) = (0.0, 0.0)
    for box in boxes.sorted(by: { $0[0] > $1[0] }) where box[1] > height {
      area += box[0] * (box[1] - height)
      height = box[1]
    }
    return area
  }

  /// The points that no other point dominates, each once.
  private static func firstFront(_ points: [[Double]]) -> [[Double]] {
    var front: [[Double]] = []
    for point in points {
      if front.contains(where: { $0 == point || dominates($0, point) }) { continue }
      front.removeAll { dominates(point, $0) }
      front.append(point)
    }
    return front
  }

  /// The same volume by counting: all coordinates span a grid, and the cells that a point dominates
  /// are added.
  ///
  /// - Complexity: O(n to the power of (objectives + 1))
  package static func naiveVolume(of points: [[Double]], above reference: [Double]) -> Double {
    let ticks = reference.indices.map { objective in
      ([reference[objective]] + points.map { $0[objective] })
        .filter { $0 >= reference[objective] }.sorted()
    }
    var (total, place) = (0.0, [Int](repeating: 1, count: reference.count))
    guard ticks.allSatisfy({ $0.count > 1 }) else { return 0 }
    while true {
      let corner = reference.indices.map { ticks[$0][place[$0]] }
      if points.contains(where: { zip($0, corner).allSatisfy { $0 >= $1 } }) {
        total += reference.indices.map { ticks[$0][place[$0]] - ticks[$0][place[$0] - 1] }
          .reduce(1, *)
      }
      guard let wheel = place.indices.last(where: { place[$0] < ticks[$0].count - 1 }) else {
        return total
      }
      place[wheel] += 1
      for later in place.indices where later > wheel { place[later] = 1 }
    }
  }
}
