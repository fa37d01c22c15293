/// The volume that points dominate above a reference point, which grows whenever a front gets better or more
/// complete (Zitzler and Thiele, 1999).
public enum Hypervolume {
  /// Exact, for any number of objectives: a sweep for one and two, for more the difference of inclusive and
  /// limited volumes (While, Bradstreet and Barone, "A Fast Way of Calculating Exact Hypervolumes" (WFG), IEEE
  /// Transactions on Evolutionary Computation 2012): each point adds the box between itself and the reference
  /// less what the points before it cover of that box. Taken by the last objective from the best to the worst,
  /// those before it reach as far as the box there, so that what they cover is a volume with one objective less.
  ///
  /// - Parameters:
  ///   - points: higher is better in every objective; those that are not better than the reference in every
  ///     objective add nothing
  ///   - reference: a point that is worse than all of interest
  /// - Returns: in the product of the objectives' units
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

  /// The volume of the union of boxes with a corner at the origin and these edges.
  private static func volume(ofBoxes boxes: [[Double]]) -> Double {
    guard let dimensions = boxes.first?.count else { return 0 }
    if dimensions == 1 { return boxes.map { $0[0] }.max() ?? 0 }
    if dimensions == 2 { return area(ofBoxes: boxes) }
    var sorted = firstFront(boxes)
    sorted.sort { $0[dimensions - 1] > $1[dimensions - 1] }
    var total = 0.0
    for (place, box) in sorted.enumerated() {
      // Those before it reach at least as far in the last dimension: what they cover of this box does, too,
      // so that the last dimension is a factor.
      let limited = sorted[..<place].map { other in
        zip(box, other).dropLast().map { min($0, $1) }
      }
      let base = box.dropLast().reduce(1, *)
      total += box[dimensions - 1] * (base - volume(ofBoxes: firstFront(limited)))
    }
    return total
  }

  /// From the widest to the narrowest, each adds the strip by which it is higher.
  private static func area(ofBoxes boxes: [[Double]]) -> Double {
    var (area, height) = (0.0, 0.0)
    for box in boxes.sorted(by: { $0[0] > $1[0] }) where box[1] > height {
      area += box[0] * (box[1] - height)
      height = box[1]
    }
    return area
  }

  /// The points that no other dominates, each once.
  private static func firstFront(_ points: [[Double]]) -> [[Double]] {
    var front: [[Double]] = []
    for point in points {
      if front.contains(where: { $0 == point || dominates($0, point) }) { continue }
      front.removeAll { dominates(point, $0) }
      front.append(point)
    }
    return front
  }

  /// The same by counting: the cells of the grid that all coordinates span, those that a point dominates.
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
