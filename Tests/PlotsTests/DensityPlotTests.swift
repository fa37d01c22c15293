import Plots
import Testing

@Suite("Density plots")
struct DensityPlotTests {
  private func read(_ plot: DensityPlot) -> PictureReader { PictureReader(plot.svg) }

  @Test("Is well-formed, with one group a panel and titles as they were given")
  func wellFormed() {
    let panel = DensityPlot.Panel(
      title: "a < b & c", percentiles: [0, 50, 100], accuracies: [1, 2, 3], decimals: 1)
    let reader = read(DensityPlot(score: "x", panels: [panel, panel]))
    #expect(reader.counts["g"] == 2)
    // The ground and two frames; all places have one shade.
    #expect(reader.counts["rect"] == 1 + 2)
    #expect(reader.counts["path"] == 2)
    #expect(reader.words.joined().contains("a < b & c"))
  }

  @Test("Draws no panel, one without data and one of equal accuracies")
  func extremes() {
    #expect(read(DensityPlot(score: "x", panels: [])).counts["g"] == nil)
    let none = DensityPlot.Panel(title: "t", percentiles: [], accuracies: [], decimals: 2)
    #expect(read(DensityPlot(score: "x", panels: [none])).words.joined().contains("no data"))
    let equal = DensityPlot.Panel(
      title: "t", percentiles: [0, 100], accuracies: [5, 5], decimals: 2)
    #expect(read(DensityPlot(score: "x", panels: [equal])).counts["path"] == 1)
  }
}
