import Wording

/// Reports as one page that needs nothing else.
enum PageWriter {
  static func text(of report: Report) -> String {
    let title = escapedForXML(report.title)
    let contents = report.sections.enumerated().map { place, section in
      "<a href=\"#section-\(place + 1)\">\(escapedForXML(section.title))</a>"
    }.joined(separator: " &middot; ")
    let tables = report.tableNames.map { "<a href=\"\($0).csv\">\($0).csv</a>" }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      \(style)
      </style>
      </head>
      <body>
      <h1>\(title)</h1>
      \(paragraphs(report.words))\
      <nav>\(contents)</nav>
      \(report.sections.enumerated().map { section($0.element, number: $0.offset + 1) }.joined())\
      <footer>
      <p>The same as a notebook: <a href="\(Report.Name.notebook)">\(Report.Name.notebook)</a>. \
      All numbers: \
      <a href="\(Report.Name.data)">\(Report.Name.data)</a>, \(tables.joined(separator: ", ")).</p>
      <p><code>\(escapedForXML(report.origin))</code></p>
      </footer>
      </body>
      </html>

      """
  }

  private static func section(_ section: ReportSection, number: Int) -> String {
    "<section id=\"section-\(number)\">\n<h2>\(escapedForXML(section.title))</h2>\n"
      + paragraphs(section.words) + section.items.map(item).joined() + "</section>\n"
  }

  private static func paragraphs(_ words: [String]) -> String {
    words.map { "<p>\(escapedForXML($0))</p>\n" }.joined()
  }

  private static func item(_ item: ReportSection.Item) -> String {
    switch item {
    case .picture(_, let svg, let caption):
      "<figure>\n\(svg)<figcaption>\(escapedForXML(caption))</figcaption>\n</figure>\n"
    case .table(let table, let caption):
      "<figure>\n<div class=\"table\">\n\(HTMLText.table(table))</div>\n"
        + "<figcaption>\(escapedForXML(caption))</figcaption>\n</figure>\n"
    }
  }

  private static let style = """
    body { font: 16px/1.5 system-ui, "DejaVu Sans", Verdana, Helvetica, Arial, sans-serif; color: \
    #222;
      max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.8rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; border-bottom: 1px solid \
    #ddd; }
    a { color: #0b57a4; } nav { margin: 1.5rem 0; font-size: 0.9rem; }
    figure { display: inline-block; vertical-align: top; max-width: 100%; margin: 0.8rem 1.2rem \
    0.8rem 0; }
    figure svg { max-width: 100%; height: auto; }
    figcaption, footer { color: #555; font-size: 0.9rem; }
    .table { overflow-x: auto; }
    table { border-collapse: collapse; font-size: 0.85rem; }
    th, td { padding: 0.25rem 0.7rem; text-align: left; border-bottom: 1px solid #e5e5e5; \
    vertical-align: top; }
    td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    code { font-size: 0.85em; overflow-wrap: anywhere; }
    td code { display: block; min-width: 22rem; }
    footer { margin-top: 3rem; border-top: 1px solid #ddd; }
    @media print {
      body { max-width: none; margin: 0; font-size: 11pt; } nav { display: none; } a { color: \
    inherit; }
      .table { overflow-x: visible; } table { font-size: 7pt; } td code { min-width: 12rem; }
      th, td { padding: 0.15rem 0.35rem; }
      figure svg, tr { break-inside: avoid; } h2 { break-after: avoid; }
    }
    """
}
