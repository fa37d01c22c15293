import Wording

/// A panel as lines of box-drawing signs.
struct TextPicture {
  private(set) var lines: [String] = []

  /// Between the boxes of a layer, in columns.
  private static let gap = 3

  private let panel: CellDrawing.Panel
  private let graph: LayeredGraph
  /// For each item in columns: its width and its middle, of an even width the right one of two.
  private let widths: [Int]
  private let middles: [Int]

  /// Nil when the panel takes more columns than `width`, or its lines cannot be told apart.
  init?(_ panel: CellDrawing.Panel, width: Int) {
    self.panel = panel
    var graph = LayeredGraph(panel)
    let widths = graph.items.indices.map { TextPicture.width(of: $0, in: graph, panel) }
    let middles = graph.arrange(widths: widths.map(Double.init), gap: Double(TextPicture.gap))
    self.graph = graph
    self.widths = widths
    // Items exactly below each other are rounded to the same column.
    self.middles = middles.map { Int($0.rounded(.down)) }
    let columns = graph.items.indices.map { self.middles[$0] + widths[$0] / 2 + 1 }.max() ?? 0
    guard columns <= width else { return nil }

    var canvas = TextCanvas(columns: columns)
    for layer in graph.layers.indices {
      let channel = TextChannel(
        links: graph.links.indices.filter { graph.items[graph.links[$0].target].layer == layer },
        graph: graph, middles: self.middles, widths: widths,
        isCut: panel.edges.map(\.isCut))
      guard let channel else { return nil }
      let height = graph.layers[layer].map { isBox($0) ? 3 : 1 }.max() ?? 1
      let top = canvas.rows + channel.rows
      channel.draw(on: &canvas)
      canvas.addRows(upTo: top + height)
      for item in graph.layers[layer] {
        draw(item, arrivals: channel.arrivals(at: item), top: top, height: height, on: &canvas)
      }
    }
    lines = canvas.lines
  }

  private func isBox(_ item: Int) -> Bool {
    guard case .node(let node) = graph.items[item].content else { return false }
    return panel.nodes[node].shape == .box
  }

  private static func width(
    of item: Int, in graph: LayeredGraph, _ panel: CellDrawing.Panel
  ) -> Int {
    switch graph.items[item].content {
    case .node(let node):
      // Every arrow needs a column of its own, and one between it and the next.
      let arrows = graph.links.filter { $0.target == item }.count
      return max(displayWidth(onOneLine(panel.nodes[node].label)) + 4, 2 * arrows + 3)
    case .label(let edge): return displayWidth(onOneLine(panel.edges[edge].text ?? ""))
    case .bend: return 1
    }
  }

  /// Draws a box, or a text in the middle row with lines from and to it.
  ///
  /// - Parameter arrivals: the columns in which lines come from above
  private func draw(
    _ item: Int, arrivals: [Int], top: Int, height: Int, on canvas: inout TextCanvas
  ) {
    let (left, width) = (middles[item] - widths[item] / 2, widths[item])
    let hasConsumer = graph.links.contains { $0.source == item }
    let isCut = edge(of: item).map { panel.edges[$0].isCut } ?? false
    let bar: Character = isCut ? "┊" : "│"
    guard !isBox(item) else {
      guard case .node(let node) = graph.items[item].content else { return }
      let line = String(repeating: "─", count: width - 2)
      let start = top + (height - 3) / 2
      canvas.write("┌\(line)┐", row: start, column: left)
      canvas.write("│", row: start + 1, column: left)
      canvas.write("│", row: start + 1, column: left + width - 1)
      write(panel.nodes[node].label, in: width - 2, row: start + 1, column: left + 1, on: &canvas)
      canvas.write("└\(line)┘", row: start + 2, column: left)
      if hasConsumer { canvas.write("┬", row: start + 2, column: middles[item]) }
      return
    }
    let row = top + height / 2
    for column in arrivals {
      for above in top..<row { canvas.write(String(bar), row: above, column: column) }
    }
    if hasConsumer {
      for below in (row + 1)..<(top + height + 1) where below < top + height {
        canvas.write(String(bar), row: below, column: middles[item])
      }
    }
    switch graph.items[item].content {
    case .node(let node):
      canvas.write("(", row: row, column: left)
      write(panel.nodes[node].label, in: width - 2, row: row, column: left + 1, on: &canvas)
      canvas.write(")", row: row, column: left + width - 1)
    case .label(let edge):
      write(panel.edges[edge].text ?? "", in: width, row: row, column: left, on: &canvas)
    case .bend: canvas.write(String(bar), row: row, column: middles[item])
    }
  }

  private func edge(of item: Int) -> Int? {
    switch graph.items[item].content {
    case .node: nil
    case .label(let edge), .bend(let edge): edge
    }
  }

  /// Writes a text in the middle of a number of columns.
  private func write(
    _ text: String, in width: Int, row: Int, column: Int, on canvas: inout TextCanvas
  ) {
    let text = onOneLine(text)
    canvas.write(text, row: row, column: column + (width - displayWidth(text)) / 2)
  }
}
