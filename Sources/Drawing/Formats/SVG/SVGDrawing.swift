import Wording

/// Pictures for browsers and papers.
public enum SVGDrawing: DrawingFormat {
  public static let name = "svg"
  public static let summary = "a picture"

  /// All in pixels at the natural size; the view box lets pages scale it to any width.
  static let margin = 24.0
  private static let panelGap = 48.0
  static let (titleSize, subtitleSize, lineHeight) = (16.0, 11.0, 15.0)
  /// A picture is at least this wide, so that title and legend have room.
  private static let leastWidth = 380.0

  public static func text(of drawing: CellDrawing) -> String {
    let layouts = drawing.panels.map { PanelLayout($0) }
    let panelWidths = zip(drawing.panels, layouts).map { panel, layout in
      max(layout.width, FontMetrics.width(of: panel.title, size: PanelLayout.Sizes.fontSize))
    }
    let content = panelWidths.reduce(0, +) + panelGap * Double(max(0, layouts.count - 1))
    let inner = max(
      content, leastWidth, FontMetrics.width(of: drawing.title, size: titleSize))
    var body = ""
    var y = margin + titleSize
    body += text(drawing.title, margin, y - 3, size: titleSize, weight: "bold")
    let subtitle = lines(of: drawing.subtitle) {
      FontMetrics.width(of: $0, size: subtitleSize) <= inner
    }
    for line in subtitle {
      y += lineHeight
      body += text(line, margin, y, size: subtitleSize, colour: Palette.line)
    }
    y += margin
    let hasTitles = drawing.panels.contains { !$0.title.isEmpty }
    var x = margin + (inner - content) / 2
    for (index, layout) in layouts.enumerated() {
      let middle = x + panelWidths[index] / 2
      let panel = drawing.panels[index]
      if hasTitles {
        body += text(
          panel.title, middle, y + 10, size: PanelLayout.Sizes.fontSize, anchor: "middle",
          weight: "bold")
      }
      let top = hasTitles ? y + 28 : y
      body +=
        "<g transform=\"translate(\(number(middle - layout.width / 2)),\(number(top)))\">\n"
        + PanelPicture(panel: panel, layout: layout).svg + "</g>\n"
      x += panelWidths[index] + panelGap
    }
    y += (layouts.map(\.height).max() ?? 0) + (hasTitles ? 28 : 0) + margin
    let scale = drawing.shading.map { SVGDrawing.scale(of: $0, top: y) } ?? (svg: "", bottom: y)
    let legend = legend(of: drawing, top: scale.bottom, width: inner)
    let (width, height) = (inner + 2 * margin, legend.bottom + margin)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="\(number(height))" \
      viewBox="0 0 \(number(width)) \(number(height))" \
      font-family="DejaVu Sans, Verdana, Helvetica, Arial, sans-serif">
      <title>\(escapedForXML(drawing.title))</title>
      <rect width="100%" height="100%" fill="\(Palette.ground)"/>

      """ + body + scale.svg + legend.svg + "</svg>\n"
  }

  static func text(
    _ words: String, _ x: Double, _ y: Double, size: Double, anchor: String = "start",
    weight: String = "normal", colour: String = Palette.text
  ) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\" "
      + "text-anchor=\"\(anchor)\" font-weight=\"\(weight)\" fill=\"\(colour)\">"
      + "\(escapedForXML(words))</text>\n"
  }

  /// At most one decimal, which is finer than any screen.
  static func number(_ value: Double) -> String {
    let tenths = wholeNumber(value * 10)
    let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
    return (tenths < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
  }
}
