/// `text` as XML, SVG and HTML hold it, on one line and also between quotation marks. Control characters and the two
/// code points that XML cannot hold are shown as replacement characters.
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
