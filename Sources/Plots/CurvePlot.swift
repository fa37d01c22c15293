/// Curves over a logarithmic axis that spans orders of magnitude, as SVG.
public struct CurvePlot: Sendable {
  /// A named curve.
  public struct Curve: Sendable {
    public let name: String
    /// From left to right; across, above 0.
    public let points: [(x: Double, y: Double)]

    public init(name: String, points: [(x: Double, y: Double)]) {
      (self.name, self.points) = (name, points)
    }
  }

  /// Curves in one frame.
  public struct Panel: Sendable {
    public let title: String
    /// The labels of the two axes.
    public let labels: (across: String, up: String)
    public let curves: [Curve]
    /// Keeps the level of the point before until the next one.
    public let isStepped: Bool
    /// A level that is drawn across, and its name.
    public let level: (value: Double, name: String)?

    public init(
      title: String, labels: (across: String, up: String), curves: [Curve], isStepped: Bool = false,
      level: (value: Double, name: String)? = nil
    ) {
      (self.title, self.labels, self.curves) = (title, labels, curves)
      (self.isStepped, self.level) = (isStepped, level)
    }
  }

  /// The panels, from the left to the right.
  public let panels: [Panel]

  public init(panels: [Panel]) {
    self.panels = panels
  }

  /// The picture as SVG.
  public var svg: String { PlotPanel.picture(panels.map(picture)) }

  private func picture(of panel: Panel) -> PlotPanel {
    let points = panel.curves.flatMap(\.points)
    var picture = PlotPanel(
      title: panel.title,
      across: PlotAxis(panel.labels.across, holding: points.map(\.x), isLogarithmic: true),
      up: PlotAxis(
        panel.labels.up, holding: points.map(\.y) + (panel.level.map { [$0.value] } ?? [])))
    if let level = panel.level {
      let y = picture.y(level.value)
      picture.draw(
        "<path d=\"M0 \(y)h\(PlotPanel.width)\" stroke=\"#777777\" stroke-dasharray=\"3 3\"/>")
      picture.draw(svgText(level.name, PlotPanel.width - 6, y < 20 ? y + 15 : y - 5, "end"))
    }
    for (place, curve) in panel.curves.enumerated() {
      let colour = PlotColours.series[place % PlotColours.series.count]
      // Curves beyond the colours that can be told apart are dashed.
      let dashes = place >= PlotColours.series.count ? " stroke-dasharray=\"6 4\"" : ""
      picture.draw(
        "<path d=\"\(path(curve, panel, picture))\" fill=\"none\" stroke=\"\(colour)\" "
          + "stroke-width=\"2\"\(dashes)/>")
      if panel.curves.count > 1 { picture.legend.append((curve.name, colour)) }
    }
    return picture
  }

  private func path(_ curve: Curve, _ panel: Panel, _ picture: PlotPanel) -> String {
    curve.points.enumerated().map { place, point in
      let (x, y) = (picture.x(point.x), picture.y(point.y))
      if place == 0 { return "M\(x) \(y)" }
      return panel.isStepped ? "H\(x)V\(y)" : "L\(x) \(y)"
    }.joined()
  }
}
