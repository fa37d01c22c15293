import Foundation
import Reports
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Density plots")
struct DensityPlotTests {
  /// Counts the elements of a well-formed text.
  private final class Reader: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var words: [String] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      counts[name, default: 0] += 1
      for key in ["x", "y", "width", "height"] {
        if let value = attributes[key] { #expect(!value.contains("nan"), "\(key)") }
      }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { words.append(string) }
  }

  private func read(_ plot: DensityPlot) throws -> Reader {
    let reader = Reader()
    let parser = XMLParser(data: Data(plot.svg.utf8))
    parser.delegate = reader
    #expect(parser.parse())
    return reader
  }

  @Test("Is well-formed, with one group a panel and titles as they were given")
  func wellFormed() throws {
    let panel = DensityPlot.Panel(
      title: "a < b & c", percentiles: [0, 50, 100], accuracies: [1, 2, 3], decimals: 1)
    let reader = try read(DensityPlot(score: "x", panels: [panel, panel]))
    #expect(reader.counts["g"] == 2)
    // The ground and two frames; all places have one shade.
    #expect(reader.counts["rect"] == 1 + 2)
    #expect(reader.counts["path"] == 2)
    #expect(reader.words.joined().contains("a < b & c"))
  }

  @Test("Draws no panel, one without data and one of equal accuracies")
  func extremes() throws {
    #expect(try read(DensityPlot(score: "x", panels: [])).counts["g"] == nil)
    let none = DensityPlot.Panel(title: "t", percentiles: [], accuracies: [], decimals: 2)
    #expect(try read(DensityPlot(score: "x", panels: [none])).words.joined().contains("no data"))
    let equal = DensityPlot.Panel(
      title: "t", percentiles: [0, 100], accuracies: [5, 5], decimals: 2)
    #expect(try read(DensityPlot(score: "x", panels: [equal])).counts["path"] == 1)
  }
}
