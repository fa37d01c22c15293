/// `text` escaped for XML, SVG and HTML, on one line, also within quotation marks. Control
/// characters and the two code points that XML cannot contain become replacement characters.
package func escapedForXML(_ text: String) -> String {
  var escaped = ""
  for scalar in onOneLine(text).unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}
