import Plots
import Testing

@Suite("Line plots") struct LinePlotTests {
  private func read(_ plot: LinePlot) -> PictureReader { PictureReader(plot.svg) }

  @Test("Curves go through their points, across on a logarithmic axis")
  func curves() {
    let plot = LinePlot(
      label: "evaluations",
      panels: [
        LinePlot.Panel(
          title: "a < b",
          curves: [
            LinePlot.Curve(
              name: "one", points: [(x: 10, y: 0), (x: 100, y: 1), (x: 1_000, y: 2)],
              isDashed: false)
          ], best: 2, decimals: 1)
      ])
    let reader = read(plot)
    // The range is a twentieth higher than the best: 240 x (1 - 1 / 2.1) and 240 x (1 - 2 / 2.1).
    #expect(reader.paths.contains("M0 240L150 126L300 11"))
    // The level of the best, the curve, and its line in the legend.
    #expect(reader.paths.count == 3)
    for word in ["evaluations", "one", "10", "100", "1000", "0.0", "2.1"] {
      #expect(reader.words.contains(word), "\(word)")
    }
  }

  @Test("Of many numbers only those are written that do not touch")
  func manyPoints() {
    let points = (1...200).map { (x: Double($0), y: Double($0)) }
    let plot = LinePlot(
      label: "x",
      panels: [
        LinePlot.Panel(
          title: "t", curves: [LinePlot.Curve(name: "c", points: points, isDashed: false)],
          best: 200, decimals: 0)
      ])
    let numbers = (1...200).filter { read(plot).words.contains("\($0)") }
    #expect(numbers.contains(1) && numbers.contains(200))
    #expect(numbers.count > 4 && numbers.count < 30)
  }

  @Test("No points and equal points are no problem")
  func nothing() {
    let empty = LinePlot(
      label: "x", panels: [LinePlot.Panel(title: "t", curves: [], best: 1, decimals: 0)])
    #expect(read(empty).words.contains("no data"))
    let flat = LinePlot(
      label: "x",
      panels: [
        LinePlot.Panel(
          title: "t",
          curves: [
            LinePlot.Curve(name: "c", points: [(x: 1, y: 5), (x: 2, y: 5)], isDashed: true)
          ],
          best: 5, decimals: 0)
      ])
    #expect(read(flat).paths.count == 3)
    #expect(read(LinePlot(label: "x", panels: [])).words.isEmpty)
  }
}
