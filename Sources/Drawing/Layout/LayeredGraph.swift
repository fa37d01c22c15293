/// A panel cut into layers from top to bottom, so that every link leads from one layer to the next.
///
/// The text on an edge takes a place of its own, between the layers of the edge's ends. An edge
/// bends once in every other layer that it passes. These places are kept free like those of boxes,
/// so no line runs through a box or a text.
package struct LayeredGraph {
  package enum Content: Hashable {
    case node(Int)
    case label(edge: Int)
    case bend(edge: Int)
  }

  struct Item {
    let content: Content
    let layer: Int

    /// Whether the item is a part of an edge.
    var isOnEdge: Bool {
      if case .node = content { false } else { true }
    }
  }

  /// A piece of an edge, from one layer to the next.
  struct Link: Hashable {
    /// Items.
    let source: Int
    let target: Int
    /// The edge of the panel.
    let edge: Int
  }

  /// The nodes of the panel in their order, then labels and bends.
  private(set) var items: [Item]
  private(set) var links: [Link] = []
  /// The items of each layer from left to right.
  var layers: [[Int]]
  /// For each item the links that arrive from the layer before and that leave to the next one, in
  /// the order of ``links``.
  private(set) var arriving: [[Int]]
  private(set) var leaving: [[Int]]
  /// The links that leave each layer, in the order of ``links``.
  private(set) var linksOfLayer: [[Int]]

  /// Every node stands as far up as its longest path from above lets it, outputs below all else.
  init(_ panel: CellDrawing.Panel) {
    let nodeLayers = LayeredGraph.nodeLayers(of: panel)
    items = nodeLayers.enumerated().map { Item(content: .node($0.offset), layer: $0.element) }
    layers = Array(repeating: [], count: (nodeLayers.max() ?? -1) + 1)
    (arriving, leaving, linksOfLayer) = ([], [], [])
    let labelLayers = LayeredGraph.labelLayers(of: panel, nodeLayers)
    for (number, edge) in panel.edges.enumerated() {
      var last = edge.source
      for layer in (nodeLayers[edge.source] + 1)..<nodeLayers[edge.target] {
        let isLabel = layer == labelLayers[number]
        items.append(
          Item(content: isLabel ? .label(edge: number) : .bend(edge: number), layer: layer))
        links.append(Link(source: last, target: items.count - 1, edge: number))
        last = items.count - 1
      }
      links.append(Link(source: last, target: edge.target, edge: number))
    }
    for (index, item) in items.enumerated() { layers[item.layer].append(index) }
    (arriving, leaving) = (items.map { _ in [] }, items.map { _ in [] })
    linksOfLayer = layers.map { _ in [] }
    for (number, link) in links.enumerated() {
      arriving[link.target].append(number)
      leaving[link.source].append(number)
      linksOfLayer[items[link.source].layer].append(number)
    }
  }

  private static func nodeLayers(of panel: CellDrawing.Panel) -> [Int] {
    var layers = [Int](repeating: 0, count: panel.nodes.count)
    // Edges point to later nodes: in the order of their sources, each source is settled before.
    for edge in panel.edges.sorted(by: { $0.source < $1.source }) {
      layers[edge.target] = max(
        layers[edge.target], layers[edge.source] + (edge.text == nil ? 1 : 2))
    }
    let isOutput = panel.nodes.map { $0.kind == .output }
    let deepest = zip(layers, isOutput).filter { !$0.1 }.map(\.0).max() ?? -1
    let hasConsumer = Set(panel.edges.map(\.source))
    for node in panel.nodes.indices where isOutput[node] && !hasConsumer.contains(node) {
      layers[node] = max(layers[node], deepest + 1)
    }
    return layers
  }

  /// The layer of each edge's text; nil for plain edges. Texts spread over the layers that they can
  /// stand in, and stand near the middle of their edge.
  private static func labelLayers(of panel: CellDrawing.Panel, _ nodeLayers: [Int]) -> [Int?] {
    var chosen = [Int?](repeating: nil, count: panel.edges.count)
    var load = [Int](repeating: 0, count: nodeLayers.max().map { $0 + 1 } ?? 0)
    func span(_ edge: CellDrawing.Edge) -> Int { nodeLayers[edge.target] - nodeLayers[edge.source] }
    // Short edges have the least choice.
    let order = panel.edges.indices.sorted {
      (span(panel.edges[$0]), $0) < (span(panel.edges[$1]), $1)
    }
    for number in order where panel.edges[number].text != nil {
      let (top, bottom) = (
        nodeLayers[panel.edges[number].source], nodeLayers[panel.edges[number].target]
      )
      let best = ((top + 1)..<bottom).min {
        (load[$0], abs(2 * $0 - top - bottom)) < (load[$1], abs(2 * $1 - top - bottom))
      }
      if let best { load[best] += 1 }
      chosen[number] = best
    }
    return chosen
  }
}
