import Wording

/// Helpers for GitHub's Markdown.
enum Markdown {
  /// A table; columns of numbers are aligned to the right.
  static func table(_ columns: [String], _ rows: [[String]]) -> String {
    let rule = columns.indices.map { column -> String in
      rows.allSatisfy { isNumber($0[column]) } ? "---:" : "---"
    }
    let lines: [[String]] = [columns, rule] + rows
    return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  private static func isNumber(_ text: String) -> Bool {
    text.first?.isNumber == true && text.allSatisfy { $0.isNumber || $0 == "," }
  }

  /// Text as code in a table cell.
  static func code(_ text: String) -> String { codeInMarkdown(text, isInTable: true) }

  /// Text as text. Between letters and digits an underscore means nothing on GitHub.
  static func text(_ text: String) -> String {
    let characters = Array(onOneLine(text).unicodeScalars)
    func isWord(_ place: Int) -> Bool {
      characters.indices.contains(place) && characters[place].properties.isAlphabetic
        || characters.indices.contains(place) && characters[place].properties.numericType != nil
    }
    var escaped = ""
    for (place, scalar) in characters.enumerated() {
      switch scalar {
      case "_" where isWord(place - 1) && isWord(place + 1): escaped += "_"
      case "\\", "`", "*", "_", "[", "]", "|", "~": escaped += "\\\(scalar)"
      case "#" where place == 0: escaped += "\\#"
      case "&", "<", ">": escaped += escapedForXML(String(scalar))
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
