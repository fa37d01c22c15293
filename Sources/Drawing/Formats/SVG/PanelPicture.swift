/// The SVG of one panel: lines first, boxes over them, texts on top.
struct PanelPicture {
  let panel: CellDrawing.Panel
  let layout: PanelLayout

  private static let arrow = (length: 8.0, halfWidth: 4.0)

  var svg: String {
    layout.routes.map(line).joined() + layout.boxes.map(box).joined()
  }

  private func line(_ route: PanelLayout.Route) -> String {
    guard let first = route.points.first, let tip = route.points.last else { return "" }
    let edge = panel.edges[route.edge]
    let colour = edge.isCut ? Palette.cutLine : Palette.line
    let dashes = edge.isCut ? " stroke-dasharray=\"5 4\"" : ""
    let number = SVGDrawing.number
    // The line ends where the arrowhead is as wide as the line.
    let back = PanelLayout.Point(x: tip.x, y: tip.y - PanelPicture.arrow.length)
    var path = "M\(number(first.x)) \(number(first.y))"
    var last = first
    for (index, point) in route.points.enumerated().dropFirst() {
      var point = point
      if point.x == tip.x, point.y > back.y, index >= route.points.count - 2 { point.y = back.y }
      if point == last { continue }
      if point.x == last.x {
        path += "V\(number(point.y))"
      } else {
        let middle = (last.y + point.y) / 2
        path +=
          "C\(number(last.x)) \(number(middle)) \(number(point.x)) \(number(middle)) "
          + "\(number(point.x)) \(number(point.y))"
      }
      last = point
    }
    let (length, half) = PanelPicture.arrow
    return
      "<path d=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.4\"\(dashes)/>\n"
      + "<path d=\"M\(number(tip.x)) \(number(tip.y))l-\(number(half)) -\(number(length))"
      + "h\(number(2 * half))z\" fill=\"\(colour)\"/>\n"
  }

  private func box(_ box: PanelLayout.Box) -> String {
    let (label, kind, shade, size): (String, CellDrawing.Kind, Double?, Double)
    var isPlain = false
    switch box.content {
    case .node(let node):
      (label, kind) = (panel.nodes[node].label, panel.nodes[node].kind)
      shade = panel.nodes[node].shade
      size = PanelLayout.Sizes.fontSize
    case .label(let edge):
      (label, kind) = (panel.edges[edge].text ?? "", panel.edges[edge].kind)
      shade = panel.edges[edge].shade
      size = PanelLayout.Sizes.labelFontSize
      // A mere count is no operator and has no border.
      isPlain = panel.edges[edge].label.isEmpty
    case .bend: return ""
    }
    let number = SVGDrawing.number
    let colours = Palette.colours(of: kind, shade: shade)
    let radius = box.isRound ? box.height / 2 : 6
    let stroke =
      isPlain
      ? "" : " stroke=\"\(colours.stroke)\"" + (kind == .zero ? " stroke-dasharray=\"4 3\"" : "")
    let fill = isPlain ? Palette.ground : colours.fill
    return
      "<rect x=\"\(number(box.middle.x - box.width / 2))\" "
      + "y=\"\(number(box.middle.y - box.height / 2))\" width=\"\(number(box.width))\" "
      + "height=\"\(number(box.height))\" rx=\"\(number(radius))\" "
      + "fill=\"\(fill)\"\(stroke)/>\n"
      + SVGDrawing.text(
        label, box.middle.x, box.middle.y + size * 0.35, size: size, anchor: "middle",
        colour: isPlain ? Palette.text : colours.text)
  }
}
