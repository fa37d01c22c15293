import Wording

/// The distribution of values, with some of them marked; as SVG.
public struct Histogram: Sendable {
  /// One histogram in a frame.
  public struct Panel: Sendable {
    public let title: String
    /// The quantity that the values measure.
    public let label: String
    public let counts: HistogramCounts
    /// A marked value, and the text beside the mark.
    public let mark: (value: Double, name: String)?

    public init(
      title: String, label: String, counts: HistogramCounts,
      mark: (value: Double, name: String)? = nil
    ) {
      (self.title, self.label, self.counts, self.mark) = (title, label, counts, mark)
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
    let counts = panel.counts
    var picture = PlotPanel(
      title: panel.title, across: PlotAxis(panel.label, holding: counts.edges),
      // The words beside the mark stand above the bars.
      up: PlotAxis("architectures", holding: [0, Double(counts.counts.max() ?? 0) * 1.15]))
    let ground = picture.y(0)
    for (bin, count) in counts.counts.enumerated() where count > 0 {
      let (left, right) = (picture.x(counts.edges[bin]), picture.x(counts.edges[bin + 1]))
      // Even a single architecture among many is visible.
      let top = min(picture.y(Double(count)), ground - 1)
      picture.draw(
        "<rect x=\"\(left)\" y=\"\(top)\" width=\"\(max(1, right - left - 1))\" "
          + "height=\"\(ground - top)\" fill=\"\(PlotColours.many)\"/>")
    }
    if let mark = panel.mark {
      let x = picture.x(mark.value)
      let isRight = x > PlotPanel.width / 2
      picture.draw(
        "<path d=\"M\(x) \(ground)V10\" stroke=\"\(PlotColours.found)\" stroke-width=\"2\"/>")
      picture.draw(svgText(mark.name, x + (isRight ? -6 : 6), 22, isRight ? "end" : "start"))
    }
    return picture
  }
}

/// Values counted in bins of equal width.
public struct HistogramCounts: Sendable, Equatable {
  /// One more than there are bins, increasing.
  public let edges: [Double]
  /// The number of values in each bin.
  public let counts: [Int]

  /// Nil when no value is finite; values that are not are not counted.
  ///
  /// - Complexity: O(n)
  public init?(of values: some Sequence<Double>, bins: Int) {
    precondition(bins > 0, "a histogram needs bins")
    let finite = values.filter(\.isFinite)
    guard var low = finite.min(), var high = finite.max() else { return nil }
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    let width = (high - low) / Double(bins)
    var counts = [Int](repeating: 0, count: bins)
    for value in finite {
      counts[min(bins - 1, max(0, wholeNumber(((value - low) / width).rounded(.down))))] += 1
    }
    self.counts = counts
    edges = (0...bins).map { $0 == bins ? high : low + Double($0) * width }
  }
}
