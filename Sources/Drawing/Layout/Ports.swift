/// The places where links leave and arrive on the borders of boxes. Links stand side by side in the
/// order of their other ends, so that every arrowhead is seen. A link between boxes that are nearly
/// below each other goes straight down.
struct Ports {
  /// To the right of the middle of its source, for each link.
  private(set) var leaving: [Double]
  /// To the right of the middle of its target, for each link.
  private(set) var arriving: [Double]

  /// The greatest distance at which boxes are nearly below each other: a part of the box's width,
  /// as small ones need their border for other links.
  private static let reach = 0.1

  /// One link at the border of a box.
  private struct End {
    let link: Int
    /// The middle of the link's other end.
    let x: Double
    /// Where the link has to be to go straight down; nil when it cannot.
    let straight: Double?
  }

  init(_ graph: LayeredGraph, _ boxes: [PanelLayout.Box]) {
    leaving = [Double](repeating: 0, count: graph.links.count)
    arriving = leaving
    for item in graph.items.indices where !graph.items[item].isOnEdge {
      let box = boxes[item]
      func end(_ link: Int, _ other: Int) -> End {
        let distance = boxes[other].middle.x - box.middle.x
        // Each of two boxes goes half the way; texts on edges and bends are left only in the
        // middle.
        let straight = graph.items[other].isOnEdge ? distance : distance / 2
        return End(
          link: link, x: boxes[other].middle.x,
          straight: abs(distance) <= Ports.reach * box.width ? straight : nil)
      }
      let links = graph.links.indices
      let below = links.filter { graph.links[$0].source == item }
        .map { end($0, graph.links[$0].target) }
      for (link, offset) in Ports.offsets(of: below, on: box) { leaving[link] = offset }
      let above = links.filter { graph.links[$0].target == item }
        .map { end($0, graph.links[$0].source) }
      for (link, offset) in Ports.offsets(of: above, on: box) { arriving[link] = offset }
    }
  }

  private static func offsets(
    of ends: [End], on box: PanelLayout.Box
  ) -> [(link: Int, offset: Double)] {
    let sorted = ends.sorted { ($0.x, $0.link) < ($1.x, $1.link) }
    // The one that goes straight down is number zero; without one the numbers are balanced.
    let straight = sorted.indices.filter { sorted[$0].straight != nil }
      .min { abs(sorted[$0].x - box.middle.x) < abs(sorted[$1].x - box.middle.x) }
    let zero = straight.map(Double.init) ?? Double(sorted.count - 1) / 2
    let middle = straight.flatMap { sorted[$0].straight } ?? 0
    let farthest = max(zero, Double(sorted.count - 1) - zero)
    let room = box.width / 2 - (box.isRound ? 5 : 8) - abs(middle)
    let gap = farthest == 0 ? 0 : min(PanelLayout.Sizes.portGap, room / farthest)
    return sorted.enumerated().map { place, end in
      (end.link, middle + (Double(place) - zero) * gap)
    }
  }
}
