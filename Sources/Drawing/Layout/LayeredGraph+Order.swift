extension LayeredGraph {
  /// How often to go down and up before the best order so far is taken.
  private static let sweeps = 12

  /// Orders the items of each layer so that few links cross: by the mean place of their neighbours
  /// in the layer before (Sugiyama, Tagawa and Toda, IEEE SMC 1981), then by swapping neighbours as
  /// long as that helps.
  ///
  /// - Complexity: O(sweeps x links^2); drawings have some dozens of links
  mutating func reduceCrossings() {
    let start = layers
    var best = (crossings: numberOfCrossings(), layers: layers)
    // The result depends on where the sweeps begin; mirrored orders lead elsewhere.
    for first in [start, start.map { $0.reversed() }] {
      layers = first
      for sweep in 0..<LayeredGraph.sweeps {
        if best.crossings == 0 { break }
        let isDownward = sweep % 2 == 0
        for layer in isDownward ? Array(layers.indices) : layers.indices.reversed() {
          sort(layer, byNeighboursIn: isDownward ? layer - 1 : layer + 1)
        }
        swapNeighbours()
        let crossings = numberOfCrossings()
        if crossings < best.crossings { best = (crossings, layers) }
      }
    }
    layers = best.layers
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
