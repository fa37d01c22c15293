extension LayeredGraph {
  /// How often to go down and up from one start.
  private static let sweeps = 8
  /// The result depends on where the sweeps begin.
  private static let starts = 24
  /// Panels with more items are begun less often: there is less to gain and more to do.
  private static let (manyItems, fewStarts) = (500, 3)

  /// Orders the items of each layer and gives them their middles, across, so that few links cross.
  /// Of orders with equally many crossings, the one with short lines and a narrow panel is taken.
  ///
  /// Items are ordered by the mean place of their neighbours in the layer before (Sugiyama, Tagawa
  /// and Toda, IEEE SMC 1981), then neighbours are swapped as long as that helps.
  ///
  /// - Complexity: O(starts x sum over the layers of (links of the layer)²), plus that of
  ///   ``middles(widths:gap:)``
  /// - Returns: as ``middles(widths:gap:)``
  mutating func arrange(widths: [Double], gap: Double) -> [Double] {
    let first = layers
    var best: (crossings: Int, length: Double, layers: [[Int]], middles: [Double])?
    let starts =
      items.count > LayeredGraph.manyItems ? LayeredGraph.fewStarts : LayeredGraph.starts
    for start in 0..<starts {
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
      // Texts on edges have no order that a reader knows.
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
    var places: [Int: Int] = [:]
    for (place, item) in layers[other].enumerated() { places[item] = place }
    let keys = layers[layer].enumerated().map {
      place, item -> (mean: Double, place: Int, item: Int) in
      let neighbours =
        other < layer
        ? arriving[item].compactMap { places[links[$0].source] }
        : leaving[item].compactMap { places[links[$0].target] }
      // Without neighbours there an item keeps its place.
      let mean =
        neighbours.isEmpty
        ? Double(place) : Double(neighbours.reduce(0, +)) / Double(neighbours.count)
      return (mean, place, item)
    }
    layers[layer] = keys.sorted { ($0.mean, $0.place) < ($1.mean, $1.place) }.map(\.item)
  }

  private mutating func swapNeighbours() {
    var places = places
    var isBetter = true
    while isBetter {
      isBetter = false
      for layer in layers.indices {
        for place in layers[layer].indices.dropLast() {
          let (left, right) = (layers[layer][place], layers[layer][place + 1])
          // Only links of the two can cross otherwise than before.
          guard
            crossings(of: right, before: left, places) < crossings(of: left, before: right, places)
          else { continue }
          layers[layer].swapAt(place, place + 1)
          places.swapAt(left, right)
          isBetter = true
        }
      }
    }
  }

  /// Crossings of the links of two neighbours, the first standing to the left.
  private func crossings(of first: Int, before second: Int, _ places: [Int]) -> Int {
    var crossings = 0
    for one in arriving[first] {
      for other in arriving[second]
      where places[links[one].source] > places[links[other].source] { crossings += 1 }
    }
    for one in leaving[first] {
      for other in leaving[second]
      where places[links[one].target] > places[links[other].target] { crossings += 1 }
    }
    return crossings
  }

  func numberOfCrossings() -> Int {
    let places = places
    var crossings = 0
    for numbers in linksOfLayer {
      for (index, number) in numbers.enumerated() {
        let first = links[number]
        for second in numbers[..<index].map({ links[$0] }) {
          let above = places[first.source] - places[second.source]
          let below = places[first.target] - places[second.target]
          if above * below < 0 { crossings += 1 }
        }
      }
    }
    return crossings
  }
}
