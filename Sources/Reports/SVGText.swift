/// Words at a place of an SVG picture.
func svgText(
  _ words: String, _ x: Int, _ y: Int, _ anchor: String = "start", weight: String = "normal",
  colour: String = "#222222"
) -> String {
  var escaped = ""
  for character in words {
    switch character {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    default: escaped.append(character)
    }
  }
  return "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" font-weight=\"\(weight)\" "
    + "fill=\"\(colour)\">\(escaped)</text>\n"
}
