import Wording

/// A picture of how well scores order accuracies, as SVG: one panel for each accuracy, across the
/// percentile of the score, up the accuracy, darker where more architectures lie.
public struct DensityPlot: Sendable {
  /// The architectures with one kind of accuracy.
  public struct Panel: Sendable {
    public let title: String
    /// Across, in 0...100.
    public let percentiles: [Double]
    /// Up; one for each percentile.
    public let accuracies: [Double]
    public let decimals: Int

    public init(title: String, percentiles: [Double], accuracies: [Double], decimals: Int) {
      precondition(percentiles.count == accuracies.count, "one accuracy for each percentile")
      self.title = title
      self.percentiles = percentiles
      self.accuracies = accuracies
      self.decimals = decimals
    }
  }

  private static let cell = 5
  private static let (columns, rows) = (PanelRow.width / cell, PanelRow.height / cell)
  private static let shades = 10
  private static let space = 40
  /// The share of the worst accuracies that lie on the lower edge, so that a few failed trainings
  /// do not flatten the picture.
  private static let clippedShare = 0.03

  /// The panels, from the left to the right.
  public let panels: [Panel]
  /// The score that the percentiles are of.
  public let score: String

  public init(score: String, panels: [Panel]) {
    self.score = score
    self.panels = panels
  }

  /// The picture as SVG.
  public var svg: String { PanelRow.picture(panels.map(body), space: Self.space) }

  private func body(of panel: Panel) -> String {
    let (width, height) = (PanelRow.width, PanelRow.height)
    var svg = PanelRow.words(title: panel.title, across: "percentile of \(score)")
    let sorted = panel.accuracies.sorted()
    guard let highest = sorted.last else { return svg + svgText("no data", width / 2, height / 2) }
    var lowest = sorted[Int(Self.clippedShare * Double(sorted.count - 1))]
    if lowest == highest { lowest = highest - 1 }
    svg += densities(panel, from: lowest, to: highest)
    svg += PanelRow.frame
    for percentile in stride(from: 0, through: 100, by: 25) {
      svg += svgText("\(percentile)", width * percentile / 100, height + 15, "middle")
    }
    return svg
      + PanelRow.levels(
        from: lowest, range: highest - lowest, decimals: panel.decimals, sign: "≤ ")
  }

  private func densities(_ panel: Panel, from lowest: Double, to highest: Double) -> String {
    var counts = [Int](repeating: 0, count: Self.columns * Self.rows)
    for (percentile, accuracy) in zip(panel.percentiles, panel.accuracies) {
      let across = min(
        Self.columns - 1,
        max(0, wholeNumber((percentile / 100 * Double(Self.columns)).rounded(.down))))
      let share = (accuracy - lowest) / (highest - lowest)
      let up = min(
        Self.rows - 1, max(0, wholeNumber((max(0, share) * Double(Self.rows)).rounded(.down))))
      counts[up * Self.columns + across] += 1
    }
    // The square root shows thin places beside dense ones.
    let most = Double(counts.max() ?? 1).squareRoot()
    var paths = [String](repeating: "", count: Self.shades + 1)
    for (place, count) in counts.enumerated() where count > 0 {
      let (x, y) = (place % Self.columns, Self.rows - 1 - place / Self.columns)
      let shade = (Double(count).squareRoot() / most * Double(Self.shades)).rounded(.up)
      paths[wholeNumber(shade)] +=
        "M\(x * Self.cell) \(y * Self.cell)h\(Self.cell)v\(Self.cell)h-\(Self.cell)z"
    }
    return paths.enumerated().filter { !$0.element.isEmpty }.map { shade, path in
      "<path fill=\"#1f4e9c\" fill-opacity=\"\(fixed(Double(shade) / Double(Self.shades), 2))\" "
        + "d=\"\(path)\"/>\n"
    }.joined()
  }
}
