import Foundation

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

  /// Text as code in a table cell. There a vertical bar ends the cell, even within code.
  static func code(_ text: String) -> String {
    "`" + text.replacingOccurrences(of: "|", with: "\\|") + "`"
  }
}
