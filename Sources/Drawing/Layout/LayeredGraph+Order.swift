extension LayeredGraph {
  /// How often to go down and up from one start.
  private static let sweeps = 8
  /// The result depends on where the sweeps begin.
  private static let starts = 24

  /// Orders the items of each layer and gives them their middles, across, so that few links cross,
  /// and of orders with equally many crossings, so that lines are short and the panel is narrow.
  ///
  /// Items are ordered by the mean place of their neighbours in the layer before (Sugiyama, Tagawa
  /// and Toda, IEEE SMC 1981), then neighbours are swapped as long as that helps.
  ///
  /// - Complexity: O(starts x sweeps x links^2); drawings have some dozens of links
  /// - Returns: as ``middles(widths:gap:)``
  mutating func arrange(widths: [Double], gap: Double) -> [Double] {
    let first = layers
    var best: (crossings: Int, length: Double, layers: [[Int]], middles: [Double])?
    for start in 0..<LayeredGraph.starts {
      layers = LayeredGraph.shuffled(first, start)
      for sweep in 0..<LayeredGraph.sweeps {
        let isDownward = sweep % 2 == 0
        for layer in isDownward ? Array(layers.indices) : layers.indices.reversed() {
          sort(layer, byNeighboursIn: isDownward ? layer - 1 : layer + 1)
        }
      }
      swapNeighbours()
      let crossings = numberOfCrossings()
      if let best, best.crossings < crossings { continue }
      let middles = middles(widths: widths, gap: gap)
      let length = links.reduce(middles.max() ?? 0) {
        $0 + abs(middles[$1.source] - middles[$1.target])
      }
      if let best, (best.crossings, best.length) <= (crossings, length) { continue }
      best = (crossings, length, layers, middles)
    }
    guard let best else { return [] }
    layers = best.layers
    guard isBetterMirrored(than: first) else { return best.middles }
    layers = layers.map { $0.reversed() }
    return middles(widths: widths, gap: gap)
  }

  /// Whether more neighbours of a layer would stand in their first order in the mirror image.
  private func isBetterMirrored(than first: [[Int]]) -> Bool {
    var inversions = 0
    for (layer, original) in zip(layers, first) {
      // What is on edges was never in an order that a reader knows.
      let nodes = layer.filter { !items[$0].isOnEdge }.compactMap { original.firstIndex(of: $0) }
      for (left, right) in zip(nodes, nodes.dropFirst()) { inversions += left > right ? 1 : -1 }
    }
    return inversions > 0
  }

  /// The order itself, its mirror image, then orders that look random but are always the same.
  private static func shuffled(_ layers: [[Int]], _ start: Int) -> [[Int]] {
    switch start {
    case 0: return layers
    case 1: return layers.map { $0.reversed() }
    default:
      func key(_ item: Int) -> UInt64 {
        var mixed = UInt64(item + 1) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(start)
        mixed = (mixed ^ (mixed >> 29)) &* 0xBF58_476D_1CE4_E5B9
        return mixed ^ (mixed >> 32)
      }
      return layers.map { $0.sorted { (key($0), $0) < (key($1), $1) } }
    }
  }

  /// The place of each item in its layer.
  var places: [Int] {
    var places = [Int](repeating: 0, count: items.count)
    for layer in layers {
      for (place, item) in layer.enumerated() { places[item] = place }
    }
    return places
  }

  private mutating func sort(_ layer: Int, byNeighboursIn other: Int) {
    guard layers.indices.contains(other) else { return }
    let places = places
    let keys = layers[layer].map { item -> (mean: Double, place: Int, item: Int) in
      let neighbours = links.compactMap { link -> Int? in
        if link.source == item, items[link.target].layer == other { return places[link.target] }
        if link.target == item, items[link.source].layer == other { return places[link.source] }
        return nil
      }
      // Without neighbours there an item keeps its place.
      let mean =
        neighbours.isEmpty
        ? Double(places[item]) : Double(neighbours.reduce(0, +)) / Double(neighbours.count)
      return (mean, places[item], item)
    }
    layers[layer] = keys.sorted { ($0.mean, $0.place) < ($1.mean, $1.place) }.map(\.item)
  }

  private mutating func swapNeighbours() {
    var crossings = numberOfCrossings()
    var isBetter = true
    while isBetter {
      isBetter = false
      for layer in layers.indices {
        for place in layers[layer].indices.dropLast() {
          layers[layer].swapAt(place, place + 1)
          let swapped = numberOfCrossings()
          if swapped < crossings {
            (crossings, isBetter) = (swapped, true)
          } else {
            layers[layer].swapAt(place, place + 1)
          }
        }
      }
    }
  }

  func numberOfCrossings() -> Int {
    let places = places
    var crossings = 0
    for (index, first) in links.enumerated() {
      for second in links[..<index] where items[first.source].layer == items[second.source].layer {
        let above = places[first.source] - places[second.source]
        let below = places[first.target] - places[second.target]
        if above * below < 0 { crossings += 1 }
      }
    }
    return crossings
  }
}
