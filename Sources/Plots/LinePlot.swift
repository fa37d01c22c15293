import Foundation
import Wording

/// Curves over a logarithmic axis, side by side in panels, as SVG.
public struct LinePlot: Sendable {
  /// A named curve.
  public struct Curve: Sendable {
    public let name: String
    /// From left to right; across, above 0.
    public let points: [(x: Double, y: Double)]
    public let isDashed: Bool

    public init(name: String, points: [(x: Double, y: Double)], isDashed: Bool) {
      self.name = name
      self.points = points
      self.isDashed = isDashed
    }
  }

  /// Curves in one frame.
  public struct Panel: Sendable {
    public let title: String
    public let curves: [Curve]
    /// A level that is drawn across.
    public let best: Double
    public let decimals: Int

    public init(title: String, curves: [Curve], best: Double, decimals: Int) {
      self.title = title
      self.curves = curves
      self.best = best
      self.decimals = decimals
    }
  }

  private static let space = 44
  private static let legendLine = 16
  private static let digitWidth = 7
  private static let colours = [
    "#1f4e9c", "#d95f02", "#1b9e77", "#7570b3", "#e7298a", "#666666", "#a6761d",
  ]

  /// The label of the horizontal axis.
  public let label: String
  /// The panels, from the left to the right.
  public let panels: [Panel]

  public init(label: String, panels: [Panel]) {
    self.label = label
    self.panels = panels
  }

  /// The picture as SVG.
  public var svg: String {
    let names = panels.first?.curves ?? []
    let lines = (names.count + panels.count - 1) / max(1, panels.count)
    let legend = names.enumerated().map { index, curve in
      let x = PanelRow.x(ofPanel: index % panels.count)
      let y = PanelRow.bottom + Self.space + index / panels.count * Self.legendLine
      return "<path d=\"M\(x) \(y - 4)h24\" \(stroke(index, curve))/>\n"
        + svgText(curve.name, x + 30, y)
    }.joined()
    return PanelRow.picture(
      panels.map(body), space: Self.space + lines * Self.legendLine, below: legend)
  }

  private func body(of panel: Panel) -> String {
    let points = panel.curves.flatMap(\.points)
    guard let first = points.map(\.x).min(), let last = points.map(\.x).max(), first < last,
      let lowest = points.map(\.y).min()
    else { return svgText("no data", PanelRow.width / 2, PanelRow.height / 2, "middle") }
    let highest = max(panel.best, points.map(\.y).max() ?? panel.best)
    let range = max(highest - lowest, 1e-9) * 1.05
    func across(_ x: Double) -> Int {
      wholeNumber(log(x / first) / log(last / first) * Double(PanelRow.width))
    }
    func down(_ y: Double) -> Int {
      wholeNumber((lowest + range - y) / range * Double(PanelRow.height))
    }
    var svg = PanelRow.words(title: panel.title, across: label) + PanelRow.frame
    svg +=
      "<path d=\"M0 \(down(panel.best))h\(PanelRow.width)\" stroke=\"#bbbbbb\" "
      + "stroke-dasharray=\"2 3\"/>\n"
    // The last one stands at the edge; others stand where they do not touch.
    let taken = across(last)
    svg += svgText(fixed(last, 0), taken, PanelRow.height + 15, "middle")
    var free = Int.min
    for x in Set(points.map(\.x)).sorted() where x < last {
      let half = Self.digitWidth * fixed(x, 0).count / 2 + Self.digitWidth / 2
      let edge = taken - Self.digitWidth * fixed(last, 0).count / 2
      guard across(x) - half >= free, across(x) + half <= edge else { continue }
      free = across(x) + half
      svg += svgText(fixed(x, 0), across(x), PanelRow.height + 15, "middle")
    }
    svg += PanelRow.levels(from: lowest, range: range, decimals: panel.decimals)
    for (index, curve) in panel.curves.enumerated() {
      let path = curve.points.enumerated().map { place, point in
        "\(place == 0 ? "M" : "L")\(across(point.x)) \(down(point.y))"
      }.joined()
      svg += "<path d=\"\(path)\" \(stroke(index, curve))/>\n"
    }
    return svg
  }

  private func stroke(_ index: Int, _ curve: Curve) -> String {
    "fill=\"none\" stroke=\"\(Self.colours[index % Self.colours.count])\" stroke-width=\"2\""
      + (curve.isDashed ? " stroke-dasharray=\"6 4\"" : "")
  }
}
