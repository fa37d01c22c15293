/// Where links leave and arrive on the borders of boxes: side by side, in the order of where they
/// come from or lead to, so that every arrowhead is seen; a link between boxes exactly below each
/// other stays in the middle.
struct Ports {
  /// To the right of the middle of its source, for each link.
  private(set) var leaving: [Double]
  /// To the right of the middle of its target, for each link.
  private(set) var arriving: [Double]

  init(_ graph: LayeredGraph, _ boxes: [PanelLayout.Box]) {
    leaving = [Double](repeating: 0, count: graph.links.count)
    arriving = leaving
    for item in graph.items.indices where !graph.items[item].isOnEdge {
      let out = graph.links.indices.filter { graph.links[$0].source == item }
      for (link, offset) in Ports.offsets(
        of: out.map { (link: $0, distance: boxes[graph.links[$0].target].middle.x) }, on: boxes[item])
      {
        leaving[link] = offset
      }
      let back = graph.links.indices.filter { graph.links[$0].target == item }
      for (link, offset) in Ports.offsets(
        of: back.map { (link: $0, distance: boxes[graph.links[$0].source].middle.x) }, on: boxes[item])
      {
        arriving[link] = offset
      }
    }
  }

  /// - Parameter ends: for each link the x of its other end
  private static func offsets(
    of ends: [(link: Int, distance: Double)], on box: PanelLayout.Box
  ) -> [(link: Int, offset: Double)] {
    guard ends.count > 1 else { return ends.map { ($0.link, 0) } }
    let sorted = ends.sorted { ($0.distance, $0.link) < ($1.distance, $1.link) }
    // The one that goes straight down is number zero; without one the numbers are balanced.
    let straight = sorted.firstIndex { abs($0.distance - box.middle.x) < 1 }
    let zero = straight.map(Double.init) ?? Double(sorted.count - 1) / 2
    let reach = max(zero, Double(sorted.count - 1) - zero)
    let room = box.isRound ? box.width / 2 - 5 : box.width / 2 - 8
    let gap = min(PanelLayout.Sizes.portGap, room / reach)
    return sorted.enumerated().map { place, end in (end.link, (Double(place) - zero) * gap) }
  }
}
