import Wording

/// Drawings for terminals, of Unicode's box-drawing signs.
///
/// A panel that is too wide, or whose lines would run over each other, is printed as a list of its
/// nodes, each with its incoming edges.
public enum TextDrawing: DrawingFormat {
  public static let name = "text"
  public static let summary = "for the terminal"

  /// The greatest number of columns.
  static let width = 100
  private static let panelGap = 6

  public static func text(of drawing: CellDrawing) -> String {
    var lines = wrapped(onOneLine(drawing.title))
    lines += wrapped(onOneLine(drawing.subtitle))
    let panels = drawing.panels.map(block)
    // As many side by side as fit, and the others below them.
    var row: [[String]] = []
    for panel in panels {
      let total = (row + [panel]).map(width).reduce(0, +) + panelGap * row.count
      if total > width, !row.isEmpty {
        lines += [""] + sideBySide(row)
        row = []
      }
      row.append(panel)
    }
    if !row.isEmpty { lines += [""] + sideBySide(row) }
    return lines.map { line in
      String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  private static func block(_ panel: CellDrawing.Panel) -> [String] {
    let body = TextPicture(panel, width: width)?.lines ?? list(panel)
    guard !panel.title.isEmpty else { return body }
    let title = wrapped(onOneLine(panel.title)).map {
      padding((width(body) - displayWidth($0)) / 2) + $0
    }
    return title + [""] + body
  }

  private static func sideBySide(_ panels: [[String]]) -> [String] {
    (0..<(panels.map(\.count).max() ?? 0)).map { row in
      panels.map { panel in
        let line = row < panel.count ? panel[row] : ""
        return line + padding(width(panel) - displayWidth(line))
      }.joined(separator: padding(panelGap))
    }
  }

  /// The nodes in order, each with the numbers of its sources and the texts on these edges.
  private static func list(_ panel: CellDrawing.Panel) -> [String] {
    let digits = String(panel.nodes.count).count
    func mark(_ node: Int) -> String {
      let number = String(node + 1)
      return "[" + padding(digits - number.count) + number + "]"
    }
    let labels = panel.nodes.map { onOneLine($0.label) }
    let widest = labels.map(displayWidth).max() ?? 0
    var lines: [String] = []
    for node in panel.nodes.indices {
      var line = mark(node) + " " + labels[node]
      let sources = panel.edges.filter { $0.target == node }.map { edge in
        onOneLine(
          [mark(edge.source), edge.text ?? ""].filter { !$0.isEmpty }.joined(separator: " "))
      }
      line += padding(sources.isEmpty ? 0 : widest - displayWidth(labels[node]))
      let indentation = padding(digits + 3 + widest + 4)
      for (place, source) in sources.enumerated() {
        let words = source + (place < sources.count - 1 ? "," : "")
        if place > 0, displayWidth(line) + 1 + displayWidth(words) > width {
          lines.append(line)
          line = indentation + words
        } else {
          line += (place == 0 ? "  ← " : " ") + words
        }
      }
      lines.append(line)
    }
    return lines.flatMap(wrapped)
  }

  private static func wrapped(_ text: String) -> [String] {
    lines(of: text) { displayWidth($0) <= width }
  }

  private static func width(_ lines: [String]) -> Int { lines.map(displayWidth).max() ?? 0 }

  static func padding(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
