import Tables
import Wording

/// Pieces of HTML.
enum HTMLText {
  /// Numbers to the right, architectures in letters of equal width.
  static func table(_ table: ResultTable) -> String {
    let header = table.columns.map { "<th scope=\"col\">\(escapedForXML($0))</th>" }.joined()
    let rows = table.rows.map { row in
      "<tr>" + zip(table.columns, row).map { cell($1, column: $0) }.joined() + "</tr>\n"
    }
    return
      "<table>\n<thead><tr>\(header)</tr></thead>\n<tbody>\n\(rows.joined())</tbody>\n</table>\n"
  }

  /// Numbers with their names, side by side.
  static func figures(_ figures: [ReportSection.Figure]) -> String {
    let pairs = figures.map {
      "<div><dt>\(escapedForXML($0.name))</dt><dd>\(escapedForXML($0.value))</dd></div>\n"
    }
    return "<dl class=\"figures\">\n\(pairs.joined())</dl>\n"
  }

  private static func cell(_ cell: ResultTable.Cell, column: String) -> String {
    switch cell {
    case .text(let text):
      return column == "arch"
        ? "<td><code>\(escapedForXML(text))</code></td>" : "<td>\(escapedForXML(text))</td>"
    case .integer(let value): return "<td class=\"number\">\(grouped(value))</td>"
    case .truth(let value): return "<td>\(value ? "yes" : "no")</td>"
    case .number(let value, let decimals):
      return "<td class=\"number\">\(value.isFinite ? fixed(value, decimals) : "\(value)")</td>"
    case .magnitude(_, let text): return "<td class=\"number\">\(escapedForXML(text))</td>"
    case .missing: return "<td></td>"
    }
  }
}
