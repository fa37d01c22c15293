extension LayeredGraph {
  /// The middles of the items, across. Neighbours in a layer keep their distance, long edges are
  /// straight, and connected items stand below each other (Brandes and Köpf, Fast and Simple
  /// Horizontal Coordinate Assignment, Graph Drawing 2001). The leftmost item begins at 0.
  ///
  /// Widths and the gap may be in any unit; when they are odd whole numbers, the middles are whole
  /// or half ones.
  func middles(widths: [Double], gap: Double) -> [Double] {
    guard !items.isEmpty else { return [] }
    let conflicts = conflicts()
    // Four placements, each pressed to one side and following the links from one end.
    var placements: [[Double]] = []
    for isUpward in [false, true] {
      for isMirrored in [false, true] {
        let rows = (isUpward ? layers.reversed() : layers).map {
          isMirrored ? $0.reversed() : $0
        }
        let blocks = blocks(in: rows, isUpward: isUpward, conflicts)
        let placed = compacted(rows, blocks, widths, gap)
        placements.append(isMirrored ? placed.map { -$0 } : placed)
      }
    }
    func left(_ placement: [Double]) -> Double {
      items.indices.map { placement[$0] - widths[$0] / 2 }.min() ?? 0
    }
    func right(_ placement: [Double]) -> Double {
      items.indices.map { placement[$0] + widths[$0] / 2 }.max() ?? 0
    }
    let narrowest = placements.map { right($0) - left($0) }.min() ?? 0
    for index in placements.indices {
      // Those pressed to the left are aligned on the left, the mirrored ones on the right.
      let shift =
        index % 2 == 0 ? -left(placements[index]) : narrowest - right(placements[index])
      placements[index] = placements[index].map { $0 + shift }
    }
    let middles = items.indices.map { item in
      let sorted = placements.map { $0[item] }.sorted()
      return (sorted[1] + sorted[2]) / 2
    }
    let start = left(middles)
    return middles.map { $0 - start }
  }

  /// Links that cross a piece of a long edge between two of its bends, which has to stay straight.
  private func conflicts() -> Set<Link> {
    let places = places
    var conflicts: Set<Link> = []
    func isInner(_ link: Link) -> Bool {
      items[link.source].isOnEdge && items[link.target].isOnEdge
    }
    for inner in links where isInner(inner) {
      for link in linksOfLayer[items[inner.source].layer].map({ links[$0] })
      where !conflicts.contains(inner) {
        let above = places[link.source] - places[inner.source]
        let below = places[link.target] - places[inner.target]
        if above * below < 0 { conflicts.insert(link) }
      }
    }
    return conflicts
  }

  /// For each item the first one of its block: items that stand exactly below each other, each the
  /// middle neighbour of the next.
  private func blocks(
    in rows: [[Int]], isUpward: Bool, _ conflicts: Set<Link>
  ) -> [Int] {
    var places = [Int](repeating: 0, count: items.count)
    for row in rows {
      for (place, item) in row.enumerated() { places[item] = place }
    }
    var roots = Array(items.indices)
    for row in rows {
      var last = -1
      for item in row {
        let above = (isUpward ? leaving : arriving)[item].map { links[$0] }
          .map { (link: $0, item: isUpward ? $0.target : $0.source) }
          .sorted { (places[$0.item], $0.link.edge) < (places[$1.item], $1.link.edge) }
        guard !above.isEmpty else { continue }
        for middle in [(above.count - 1) / 2, above.count / 2] where roots[item] == item {
          let candidate = above[middle]
          if last < places[candidate.item], !conflicts.contains(candidate.link) {
            roots[item] = roots[candidate.item]
            last = places[candidate.item]
          }
        }
      }
    }
    return roots
  }

  /// Every block as far left as its left neighbours allow, then moved right as far as its right
  /// neighbours lose nothing.
  private func compacted(
    _ rows: [[Int]], _ roots: [Int], _ widths: [Double], _ gap: Double
  ) -> [Double] {
    var distances: [(left: Int, right: Int, distance: Double)] = []
    for row in rows {
      for (left, right) in zip(row, row.dropFirst()) {
        distances.append((roots[left], roots[right], (widths[left] + widths[right]) / 2 + gap))
      }
    }
    var placed = [Double](repeating: 0, count: items.count)
    // Blocks do not cross, so that pushing to the right comes to an end after one round a block.
    var isMoving = true
    while isMoving {
      isMoving = false
      for (left, right, distance) in distances where placed[right] < placed[left] + distance {
        placed[right] = placed[left] + distance
        isMoving = true
      }
    }
    let ofLeft = Dictionary(grouping: distances, by: \.left)
    for root in Set(roots).sorted(by: { (placed[$0], $0) > (placed[$1], $1) }) {
      guard let own = ofLeft[root] else { continue }
      let room = own.map { placed[$0.right] - $0.distance }.min()
      placed[root] = max(placed[root], room ?? placed[root])
    }
    return roots.map { placed[$0] }
  }
}
