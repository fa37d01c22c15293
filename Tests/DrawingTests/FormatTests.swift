import Drawing
import Foundation
import Randomness
import Testing
import Wording

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Formats of drawings")
struct FormatTests {
  /// Drawings of random architectures of a space, as drawn and canonical.
  private func samples(_ name: String, count: Int) throws -> [CellDrawing] {
    let space = try Examples.space(name)
    var random = SplitMix64(seed: 2)
    return (0..<count).flatMap { _ in
      let architecture = space.sample(using: &random)
      return [false, true].map {
        Examples.drawing(architecture, in: space, isCanonical: $0)
      }
    }
  }

  /// Every text in a drawing.
  private func texts(_ drawing: CellDrawing) -> [String] {
    var texts: [String] = []
    for panel in drawing.panels {
      texts.append(panel.title)
      texts += panel.nodes.map(\.label)
      texts += panel.edges.map(\.label)
      for edge in panel.edges where edge.count > 1 { texts.append("x\(edge.count)") }
    }
    return texts.filter { !$0.isEmpty }
  }

  // MARK: SVG

  /// The texts of a well-formed document.
  private final class Reader: NSObject, XMLParserDelegate {
    var texts: [String] = []
    private var isText = false

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      isText = name == "text"
      if isText { texts.append("") }
      for (key, value) in attributes { #expect(!value.contains("nan"), "\(key)") }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if isText { texts[texts.count - 1] += string }
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      isText = false
    }
  }

  private func read(svg drawing: CellDrawing) -> [String] {
    let reader = Reader()
    let parser = XMLParser(data: Data(SVGDrawing.text(of: drawing).utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(drawing.title): \(String(describing: parser.parserError))")
    return reader.texts
  }

  @Test("SVG is well-formed and has every text", arguments: Examples.spaces + Examples.pairs)
  func svg(name: String) throws {
    for drawing in try samples(name, count: 25) {
      let found = read(svg: drawing)
      for text in texts(drawing) { #expect(found.contains(text)) }
      // The notation is cut into lines, nothing is lost.
      #expect(found.joined().contains(drawing.subtitle))
    }
  }

  @Test("Signs of XML stay what they are, and what XML cannot hold is replaced")
  func escapedSVG() {
    let found = read(svg: Examples.awkward)
    #expect(found.first == "a < b & \"c\"")
    #expect(found.contains("]]> \\ \u{FFFD}[31m"))
    #expect(found.contains("<panel>"))
    #expect(found.contains("< &>"))
    #expect(found.contains("<&> x3"))
    #expect(found.contains("畳み込み"))
  }

  @Test("The legend has the kinds that occur, and no others")
  func legend() throws {
    let drawing = try Examples.drawing(
      "|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|nor_conv_1x1~2|", in: "nasbench201")
    let found = read(svg: drawing)
    for kind in ["input", "convolution", "no connection", "feature map", "output"] {
      #expect(found.contains(kind))
    }
    for kind in ["identity", "pooling"] { #expect(!found.contains(kind)) }
  }

  // MARK: DOT

  /// The strings of a DOT text, unescaped; nil when quotes or braces are not balanced.
  private func strings(dot: String) -> [String]? {
    var (strings, depth): ([String], Int) = ([], 0)
    var characters = dot.makeIterator()
    while let character = characters.next() {
      switch character {
      case "{": depth += 1
      case "}": depth -= 1
      case "\"":
        var string = ""
        while true {
          guard let next = characters.next() else { return nil }
          if next == "\"" { break }
          if next == "\\" {
            guard let escaped = characters.next() else { return nil }
            string.append(escaped == "n" ? "\n" : escaped)
          } else {
            string.append(next)
          }
        }
        // Graphviz reads the entities of HTML.
        strings.append(string.replacing("&amp;", with: "&"))
      default: break
      }
      if depth < 0 { return nil }
    }
    return depth == 0 ? strings : nil
  }

  @Test("DOT is balanced and has every text and arrow", arguments: Examples.spaces + Examples.pairs)
  func dot(name: String) throws {
    for drawing in try samples(name, count: 25) + [Examples.cellPair, Examples.awkward] {
      let dot = DOTDrawing.text(of: drawing)
      let found = try #require(strings(dot: dot))
      for panel in drawing.panels {
        for node in panel.nodes { #expect(found.contains(node.label)) }
        for edge in panel.edges where !edge.label.isEmpty {
          #expect(found.contains { $0.hasPrefix(edge.label) })
        }
      }
      let arrows = dot.split(separator: "\n").filter { $0.contains(" -> ") }.count
      #expect(arrows == drawing.panels.reduce(0) { $0 + $1.edges.count })
    }
  }

  // MARK: Text

  private func expectFits(_ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(displayWidth(String(line)) <= 100)
      #expect(line.last != " ")
    }
    #expect(text.last == "\n")
  }

  @Test("Text fits 100 columns and is a picture for shipped spaces", arguments: Examples.spaces)
  func text(name: String) throws {
    for drawing in try samples(name, count: 100) {
      let text = TextDrawing.text(of: drawing)
      expectFits(text)
      for words in texts(drawing) { #expect(text.contains(words)) }
      #expect(!text.contains("[1]"), "\(drawing.subtitle) is a list")
      let heads = text.filter { $0 == "▼" }.count
      #expect(heads == drawing.panels[0].edges.count)
    }
  }

  /// Expects the text of a drawing with one panel to be a picture with the panel's edges.
  private func expectRead(_ drawing: CellDrawing) {
    let panel = drawing.panels[0]
    let expected = panel.edges.map { edge in
      TextReader.Edge(
        source: panel.nodes[edge.source].label, target: panel.nodes[edge.target].label,
        label: edge.label + (edge.count > 1 ? "x\(edge.count)" : ""))
    }
    let text = TextDrawing.text(of: drawing)
    let picture = text.split(separator: "\n\n", maxSplits: 1).last.map(String.init) ?? ""
    let found = TextReader(picture).edges
    #expect(found.compactMap { $0 }.sorted() == expected.sorted(), "\(text)")
    #expect(found.count == expected.count)
  }

  @Test("The lines of a text lead where the edges do", arguments: Examples.spaces)
  func lines(name: String) throws {
    for drawing in try samples(name, count: 100) { expectRead(drawing) }
  }

  @Test("So they do in random graphs that are not lists")
  func randomLines() {
    var pictures = 0
    for seed in 0..<200 {
      let drawing = CellDrawing(
        title: "", subtitle: "", panels: [Examples.randomPanel(seed: seed)])
      let text = TextDrawing.text(of: drawing)
      expectFits(text)
      if text.contains("[") { continue }
      expectRead(drawing)
      pictures += 1
    }
    #expect(pictures > 150)
  }

  @Test("A pair of cells that fits is a pair of pictures, one below the other")
  func pair() {
    let text = TextDrawing.text(of: Examples.cellPair)
    expectFits(text)
    #expect(!text.contains("[1]"))
    #expect(text.contains("normal cell\n"))
    #expect(text.contains("reduction cell\n"))
  }

  @Test("Narrow panels stand side by side")
  func sideBySide() {
    var drawing = Examples.chain
    drawing.panels = [drawing.panels[0], drawing.panels[0]]
    for index in drawing.panels.indices { drawing.panels[index].title = "chain \(index)" }
    let text = TextDrawing.text(of: drawing)
    expectFits(text)
    #expect(
      text.split(separator: "\n").contains { $0.contains("chain 0") && $0.contains("chain 1") })
  }

  @Test("What is too wide is a list with all that feeds each node")
  func list() {
    var drawing = Examples.cellPair
    for edge in drawing.panels[0].edges.indices where edge < 8 {
      drawing.panels[0].edges[edge].label += ", wider than a terminal"
    }
    let text = TextDrawing.text(of: drawing)
    expectFits(text)
    #expect(text.contains("[1] c_{k-2}\n"))
    #expect(text.contains("[7] concatenation  ← [3], [4], [5], [6]\n"))
    #expect(
      text.contains(
        """
        [3] 0              ← [1] sep_conv_3x3, wider than a terminal,
                             [2] sep_conv_3x3, wider than a terminal

        """))
    let wide = CellDrawing(
      title: "wide", subtitle: String(repeating: "x", count: 100),
      panels: [
        CellDrawing.Panel(
          nodes: [CellDrawing.Node(String(repeating: "y", count: 150), .input)], edges: [])
      ])
    expectFits(TextDrawing.text(of: wide))
  }

  @Test("Nothing in a text steers the terminal")
  func controls() {
    let text = TextDrawing.text(of: Examples.awkward)
    expectFits(text)
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains("畳み込み"))
  }

  @Test("Equal drawings give equal texts")
  func deterministic() throws {
    for drawing in try samples("nasbench101", count: 5) {
      for format in DrawingFormats.registered {
        #expect(format.text(of: drawing) == format.text(of: drawing))
      }
    }
  }

  @Test("Formats have different names")
  func names() {
    let names = DrawingFormats.registered.map { $0.name }
    #expect(names == ["text", "svg", "dot"])
  }
}
