/// Points, each with a value across and one up, in layers; as SVG.
public struct ScatterPlot: Sendable {
  /// Points of one style.
  public struct Layer: Sendable {
    /// How the points are drawn.
    public enum Style: Sendable {
      /// Many points: small, in a light colour.
      case many
      /// Few, large ones, with a line from one to the next.
      case joined
      /// One that is to be seen first.
      case found
    }

    public let name: String
    public let points: [(x: Double, y: Double)]
    public let style: Style

    public init(name: String, points: [(x: Double, y: Double)], style: Style) {
      (self.name, self.points, self.style) = (name, points, style)
    }
  }

  /// Layers of points in one frame.
  public struct Panel: Sendable {
    public let title: String
    /// The labels of the two axes.
    public let labels: (across: String, up: String)
    /// The later ones on top.
    public let layers: [Layer]

    public init(title: String, labels: (across: String, up: String), layers: [Layer]) {
      (self.title, self.labels, self.layers) = (title, labels, layers)
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
    let points = panel.layers.flatMap(\.points)
    var picture = PlotPanel(
      title: panel.title, across: PlotAxis(panel.labels.across, holding: points.map(\.x)),
      up: PlotAxis(panel.labels.up, holding: points.map(\.y)))
    for layer in panel.layers where !layer.points.isEmpty {
      let places = layer.points.map { (picture.x($0.x), picture.y($0.y)) }
      let colour: String
      switch layer.style {
      case .many:
        colour = PlotColours.many
        picture.draw(dots(ScatterPlot.distinct(places), radius: 2, colour))
      case .joined:
        colour = PlotColours.series[0]
        let line = places.enumerated().map { "\($0 == 0 ? "M" : "L")\($1.0) \($1.1)" }.joined()
        picture.draw("<path d=\"\(line)\" fill=\"none\" stroke=\"\(colour)\"/>")
        picture.draw(dots(places, radius: 4, colour))
      case .found:
        colour = PlotColours.found
        picture.draw(dots(places, radius: 6, colour))
      }
      picture.legend.append((layer.name, colour))
    }
    return picture
  }

  /// Each place once: a point that covers another to the pixel adds nothing to the picture.
  private static func distinct(_ places: [(Int, Int)]) -> [(Int, Int)] {
    var seen: Set<Int> = []
    return places.filter { seen.insert($0.0 << 32 | $0.1).inserted }
  }

  /// Circles as lines without length and with round ends, which take the fewest bytes.
  private func dots(_ places: [(Int, Int)], radius: Int, _ colour: String) -> String {
    let path = places.map { "M\($0.0) \($0.1)h0" }.joined()
    return "<path d=\"\(path)\" stroke=\"\(colour)\" stroke-width=\"\(2 * radius)\" "
      + "stroke-linecap=\"round\" fill=\"none\"/>"
  }
}
