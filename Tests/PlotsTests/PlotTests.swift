import Plots
import Terminal
import Testing

@Suite("Histograms, curves, scatters and heat maps") struct PlotTests {
  @Test("Values are counted in bins of equal width, those that are not finite nowhere")
  func counts() throws {
    let counts = try #require(HistogramCounts(of: [0, 1, 2, 3, 4, .infinity, -.infinity], bins: 4))
    #expect(counts.edges == [0, 1, 2, 3, 4])
    // The greatest belongs to the last bin.
    #expect(counts.counts == [1, 1, 1, 2])
    let equal = try #require(HistogramCounts(of: [5, 5], bins: 2))
    #expect(equal.edges == [4.5, 5, 5.5] && equal.counts == [0, 2])
    #expect(HistogramCounts(of: [Double.infinity], bins: 3) == nil)
    #expect(HistogramCounts(of: [Double](), bins: 3) == nil)
  }

  @Test("A histogram has a bar for each bin with something in it, as high as it is full")
  func histogram() throws {
    let counts = try #require(HistogramCounts(of: [0, 1, 1, 3], bins: 3))
    let panel = Histogram.Panel(
      title: "a < b", label: "score", counts: counts, mark: (3, "best: 3"))
    let picture = PictureReader(Histogram(panels: [panel]).svg)
    let bars = picture.rectangles.filter { $0["fill"] == PlotColours.many }
      .compactMap { Int($0["height"] ?? "") }
    #expect(bars.count == 3)
    // 1, 2 and 1 of 1.06 x 2.3, 240 high.
    #expect(bars == [98, 197, 98])
    for word in ["score", "architectures", "best: 3", "1", "2"] {
      #expect(picture.words.contains(word), "\(word)")
    }
    #expect(picture.words.joined().contains("a < b"))
  }

  @Test("Stepped curves go across, then up; levels and legends are drawn")
  func curves() {
    let curve = CurvePlot.Curve(name: "one", points: [(1, 0), (10, 1), (100, 1)])
    let panel = CurvePlot.Panel(
      title: "t", labels: ("k", "best"), curves: [curve, curve], isStepped: true,
      level: (2, "best of all"))
    let picture = PictureReader(CurvePlot(panels: [panel]).svg)
    // 340 wide, two decades; 0, 1 and 2 in a range from -0.06 to 2.06.
    #expect(picture.paths.filter { $0 == "M0 233H170V120H340V120" }.count == 2)
    for word in ["k", "best", "best of all", "one", "1", "10", "100"] {
      #expect(picture.words.contains(word), "\(word)")
    }
  }

  @Test("Many points on one pixel are drawn once")
  func scatter() {
    let many = ScatterPlot.Layer(
      name: "all", points: [(0, 0), (0, 0), (10, 10)], style: .many)
    let found = ScatterPlot.Layer(name: "knee", points: [(10, 10)], style: .found)
    let panel = ScatterPlot.Panel(
      title: "t", labels: ("params", "score"), layers: [many, found])
    let picture = PictureReader(ScatterPlot(panels: [panel]).svg)
    #expect(picture.paths.contains("M10 233h0M330 7h0"))
    #expect(picture.paths.contains("M330 7h0"))
  }

  @Test("Fields of a heat map have the number and a colour that it is readable on")
  func heatMap() throws {
    let map = HeatMap(
      rows: ["a", "b"], columns: ["x", "a long name that is slanted"],
      values: [[-1, nil], [0, -.infinity]], greatest: 1, decimals: 2, label: "change",
      framed: [1, nil])
    let picture = PictureReader(map.svg)
    #expect(picture.words.filter { ["-1.00", "chosen", "0.00", "-inf"].contains($0) }.count == 4)
    let fields = picture.rectangles.dropFirst().compactMap { $0["fill"] }
    #expect(fields == ["#2166ac", "#ffffff", "#f7f7f7", "#2166ac"])
    #expect(picture.rectangles.filter { $0["stroke"] == "#000000" }.count == 1)
  }

  @Test("Nothing to draw is no problem")
  func nothing() {
    #expect(PictureReader(Histogram(panels: []).svg).words.isEmpty)
    #expect(PictureReader(CurvePlot(panels: []).svg).words.isEmpty)
    let empty = ScatterPlot.Panel(title: "t", labels: ("x", "y"), layers: [])
    #expect(PictureReader(ScatterPlot(panels: [empty]).svg).words.contains("t"))
    let map = HeatMap(
      rows: [], columns: [], values: [], greatest: 0, decimals: 1, label: "nothing")
    #expect(PictureReader(map.svg).words == ["nothing"])
  }
}

@Suite("Histograms on a terminal") struct TerminalHistogramTests {
  @Test("Bars fill the width, the highest values first, and -inf has a row of its own")
  func bars() {
    let values = [Double](repeating: 0, count: 8) + [16, 16, 16, 16] + [-.infinity]
    let lines = TerminalHistogram(values, decimals: 0).text(width: 44).split(separator: "\n")
    #expect(lines.count == 17)
    #expect(lines[0] == "  15  4  " + String(repeating: "█", count: 17) + "▌")
    #expect(lines[15] == "   0  8  " + String(repeating: "█", count: 35))
    #expect(lines[16] == "-inf  1  ████▍")
    #expect(lines[1] == "  14  0")
    #expect(lines.allSatisfy { $0.count <= 44 })
  }

  @Test("One value among a million is seen")
  func few() {
    let values = [Double](repeating: 0, count: 1_000_000) + [1]
    let lines = TerminalHistogram(values, decimals: 1).text(width: 80).split(separator: "\n")
    #expect(lines[0].hasSuffix("  ▏"))
    #expect(TerminalHistogram([], decimals: 1).text(width: 80) == "")
  }
}
