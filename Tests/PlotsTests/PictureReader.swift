import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The shapes and the texts of an SVG picture.
final class PictureReader: NSObject, XMLParserDelegate {
  private(set) var paths: [String] = []
  /// Rectangles by their attributes, the ground first.
  private(set) var rectangles: [[String: String]] = []
  private(set) var words: [String] = []
  /// How many elements there are of each name.
  private(set) var counts: [String: Int] = [:]

  /// - Throws: nothing; a picture that is not well-formed is an issue.
  init(_ svg: String) {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    #expect(parser.parse())
    #expect(!svg.contains("nan") && !svg.contains("inf\""))
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    counts[name, default: 0] += 1
    if name == "path" { paths.append(attributes["d"] ?? "") }
    if name == "rect" { rectangles.append(attributes) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if string != "\n" { words.append(string) }
  }
}
