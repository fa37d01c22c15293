extension SVGDrawing {
  /// The meaning of the colours that occur, in as many rows as it takes.
  static func legend(
    of drawing: CellDrawing, top: Double, width: Double
  ) -> (svg: String, bottom: Double) {
    let nodes = drawing.panels.flatMap(\.nodes).filter { $0.shade == nil }
    let edges = drawing.panels.flatMap(\.edges).filter { $0.shade == nil && !$0.label.isEmpty }
    let present = Set(nodes.map(\.kind) + edges.map(\.kind))
    var (svg, x, y) = ("", margin, top)
    for kind in CellDrawing.Kind.allCases where present.contains(kind) {
      let advance = 20 + FontMetrics.width(of: kind.name, size: subtitleSize) + 14
      if x > margin, x + advance > margin + width { (x, y) = (margin, y + 20) }
      let colours = Palette.colours(of: kind)
      let dashes = kind == .zero ? " stroke-dasharray=\"3 2\"" : ""
      svg +=
        "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"14\" height=\"12\" rx=\"3\" "
        + "fill=\"\(colours.fill)\" stroke=\"\(colours.stroke)\"\(dashes)/>\n"
      svg += text(kind.name, x + 20, y + 10, size: subtitleSize)
      x += advance
    }
    return (svg, present.isEmpty ? top - margin : y + 12)
  }

  /// A strip of the colours between the two ends of a shading, zero in its middle.
  static func scale(
    of shading: CellDrawing.Shading, top: Double
  ) -> (svg: String, bottom: Double) {
    let (steps, width, height) = (11, 18.0, 14.0)
    var svg = text(shading.title, margin, top + 10, size: subtitleSize)
    let ends = [-shading.greatest, 0, shading.greatest].map { shading.text(of: $0) }
    let left = margin + FontMetrics.width(of: ends[0], size: subtitleSize) + 8
    let stripTop = top + 18
    for step in 0..<steps {
      let shade = 2 * Double(step) / Double(steps - 1) - 1
      svg +=
        "<rect x=\"\(number(left + Double(step) * width))\" y=\"\(number(stripTop))\" "
        + "width=\"\(number(width))\" height=\"\(number(height))\" "
        + "fill=\"\(Palette.colours(ofShade: shade).fill)\"/>\n"
    }
    let right = left + Double(steps) * width
    svg +=
      "<rect x=\"\(number(left))\" y=\"\(number(stripTop))\" "
      + "width=\"\(number(right - left))\" height=\"\(number(height))\" fill=\"none\" "
      + "stroke=\"\(Palette.line)\"/>\n"
    let baseline = stripTop + height - 3
    svg += text(ends[0], margin, baseline, size: subtitleSize)
    svg += text(
      ends[1], (left + right) / 2, stripTop + height + 13, size: subtitleSize, anchor: "middle")
    svg += text(ends[2], right + 8, baseline, size: subtitleSize)
    return (svg, stripTop + height + 13 + 16)
  }
}
