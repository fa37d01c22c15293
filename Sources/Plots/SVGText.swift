import Wording

/// Words at a place of an SVG picture.
func svgText(
  _ words: String, _ x: Int, _ y: Int, _ anchor: String = "start", weight: String = "normal",
  colour: String = "#222222"
) -> String {
  return "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" font-weight=\"\(weight)\" "
    + "fill=\"\(colour)\">\(escapedForXML(words))</text>\n"
}
