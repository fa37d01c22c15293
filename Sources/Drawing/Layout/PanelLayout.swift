import Foundation

/// The places of everything in a panel. Distances are in pixels at the natural size of a picture,
/// x to the right and y downward.
package struct PanelLayout {
  package struct Point: Hashable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
      (self.x, self.y) = (x, y)
    }
  }

  /// A node, or the text on an edge.
  package struct Box {
    package let content: LayeredGraph.Content
    package let middle: Point
    package let width: Double
    package let height: Double
    package let isRound: Bool
  }

  /// The line of an edge: from point to point straight down, or as a curve that leaves and arrives
  /// straight down.
  package struct Route {
    package let edge: Int
    package let points: [Point]
  }

  /// The sizes of boxes and the room between them.
  enum Sizes {
    static let fontSize = 13.0
    static let labelFontSize = 12.0
    static let (boxHeight, roundHeight, labelHeight) = (34.0, 30.0, 22.0)
    static let (boxPadding, roundPadding, labelPadding) = (14.0, 10.0, 8.0)
    /// The width that a bend keeps free for its line.
    static let bendWidth = 8.0
    static let gap = 22.0
    /// Between layers: the more the farther a line goes across.
    static let layerGaps = 32.0...64.0
    static let portGap = 13.0
  }

  package let boxes: [Box]
  package let routes: [Route]
  package let width: Double
  package let height: Double

  package init(_ panel: CellDrawing.Panel) {
    var graph = LayeredGraph(panel)
    let sizes = graph.items.map { PanelLayout.size(of: $0.content, in: panel) }
    let middles = graph.arrange(widths: sizes.map(\.width), gap: Sizes.gap)

    var tops: [Double] = []
    var bottoms: [Double] = []
    for layer in graph.layers.indices {
      let farthest =
        graph.links.filter { graph.items[$0.target].layer == layer }
        .map { abs(middles[$0.source] - middles[$0.target]) }.max() ?? 0
      let gap = min(max(farthest / 5, Sizes.layerGaps.lowerBound), Sizes.layerGaps.upperBound)
      tops.append(bottoms.last.map { $0 + gap } ?? 0)
      bottoms.append(tops[layer] + (graph.layers[layer].map { sizes[$0].height }.max() ?? 0))
    }
    let places = graph.items.indices.map { item -> Box in
      let (content, layer) = (graph.items[item].content, graph.items[item].layer)
      return Box(
        content: content,
        middle: Point(x: middles[item], y: (tops[layer] + bottoms[layer]) / 2),
        width: sizes[item].width, height: sizes[item].height,
        isRound: PanelLayout.isRound(content, in: panel))
    }
    boxes = places.filter { if case .bend = $0.content { false } else { true } }
    width = places.map { $0.middle.x + $0.width / 2 }.max() ?? 0
    height = bottoms.last ?? 0

    let ports = Ports(graph, places)
    routes = panel.edges.indices.map { edge in
      var points: [Point] = []
      for (number, link) in graph.links.enumerated() where link.edge == edge {
        let (above, below) = (places[link.source], places[link.target])
        let (start, end) = (
          above.middle.x + ports.leaving[number], below.middle.x + ports.arriving[number]
        )
        points += [
          Point(x: start, y: above.edgeHeight(at: ports.leaving[number], isTop: false)),
          Point(x: start, y: bottoms[graph.items[link.source].layer]),
          Point(x: end, y: tops[graph.items[link.target].layer]),
          Point(x: end, y: below.edgeHeight(at: ports.arriving[number], isTop: true)),
        ]
      }
      return Route(edge: edge, points: points)
    }
  }

  private static func isRound(
    _ content: LayeredGraph.Content, in panel: CellDrawing.Panel
  ) -> Bool {
    switch content {
    case .node(let node): panel.nodes[node].shape == .round
    case .label: true
    case .bend: false
    }
  }

  private static func size(
    of content: LayeredGraph.Content, in panel: CellDrawing.Panel
  ) -> (width: Double, height: Double) {
    switch content {
    case .node(let node):
      let node = panel.nodes[node]
      let text = FontMetrics.width(of: node.label, size: Sizes.fontSize)
      switch node.shape {
      case .box: return (max(text + 2 * Sizes.boxPadding, 2 * Sizes.boxHeight), Sizes.boxHeight)
      case .round: return (max(text + 2 * Sizes.roundPadding, Sizes.roundHeight), Sizes.roundHeight)
      }
    case .label(let edge):
      let text = FontMetrics.width(
        of: panel.edges[edge].text ?? "", size: Sizes.labelFontSize)
      return (text + 2 * Sizes.labelPadding, Sizes.labelHeight)
    case .bend: return (Sizes.bendWidth, 0)
    }
  }
}

extension PanelLayout.Box {
  /// The height of the border `offset` to the right of the middle.
  func edgeHeight(at offset: Double, isTop: Bool) -> Double {
    var half = height / 2
    let beyond = abs(offset) - (width / 2 - half)
    if isRound, beyond > 0 { half = max(0, half * half - beyond * beyond).squareRoot() }
    return isTop ? middle.y - half : middle.y + half
  }
}
