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
      + paragraphs(section.words) + grid(section.items) + "</section>\n"
  }

  private static func paragraphs(_ words: [String]) -> String {
    words.map { "<p>\(escapedForXML($0))</p>\n" }.joined()
  }

  /// The items, pictures that follow each other side by side as far as the page is wide enough.
  private static func grid(_ items: [ReportSection.Item]) -> String {
    var (text, isOpen) = ("", false)
    for (place, item) in items.enumerated() {
      let isPicture = isPicture(item)
      let isNextPicture = place + 1 < items.count && self.isPicture(items[place + 1])
      if isPicture, isNextPicture, !isOpen {
        (text, isOpen) = (text + "<div class=\"grid\">\n", true)
      }
      text += self.item(item)
      if isOpen, !isNextPicture { (text, isOpen) = (text + "</div>\n", false) }
    }
    return text
  }

  private static func isPicture(_ item: ReportSection.Item) -> Bool {
    if case .picture = item { true } else { false }
  }

  private static func item(_ item: ReportSection.Item) -> String {
    switch item {
    case .picture(_, let svg, let caption):
      "<figure>\n\(svg)<figcaption>\(escapedForXML(caption))</figcaption>\n</figure>\n"
    case .table(let table, let caption):
      "<figure>\n<div class=\"table\" role=\"region\" tabindex=\"0\" "
        + "aria-label=\"\(escapedForXML(caption))\">\n\(HTMLText.table(table))</div>\n"
        + "<figcaption>\(escapedForXML(caption))</figcaption>\n</figure>\n"
    case .figures(let figures, let caption):
      "<p>\(escapedForXML(caption))</p>\n\(HTMLText.figures(figures))"
    }
  }

  private static let style = """
    body { font: 16px/1.5 system-ui, "DejaVu Sans", Verdana, Helvetica, Arial, sans-serif; color: \
    #222;
      max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.8rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; border-bottom: 1px solid \
    #ddd; }
    a { color: #0b57a4; } nav { margin: 1.5rem 0; font-size: 0.9rem; }
    figure { max-width: 100%; margin: 0.8rem 0; }
    figure svg { max-width: 100%; height: auto; }
    .grid { display: flex; flex-wrap: wrap; gap: 0.4rem 1.2rem; align-items: flex-start; }
    .figures { display: flex; flex-wrap: wrap; gap: 0.6rem; margin: 0.6rem 0 1.4rem; }
    .figures div { border: 1px solid #ddd; border-radius: 6px; padding: 0.5rem 0.9rem; }
    .figures dt { color: #555; font-size: 0.8rem; }
    .figures dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
    figcaption, footer { color: #555; font-size: 0.9rem; }
    .table { overflow-x: auto; }
    table { border-collapse: collapse; font-size: 0.85rem; }
    th, td { padding: 0.25rem 0.7rem; text-align: left; border-bottom: 1px solid #e5e5e5; \
    vertical-align: top; }
    td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    code { font-size: 0.85em; overflow-wrap: anywhere; }
    td code { display: block; min-width: 22rem; }
    footer { margin-top: 3rem; border-top: 1px solid #ddd; }
    @media (max-width: 40rem) {
      td code { min-width: 14rem; } th, td { padding: 0.25rem 0.4rem; }
    }
    @media screen and (prefers-color-scheme: dark) {
      body { color: #e4e4e4; background: #16191d; } a { color: #8ab8f0; }
      h2, footer, th, td, .figures div { border-color: #3a4048; }
      figcaption, footer, .figures dt { color: #a8b0b8; }
      figure svg { background: #fff; border-radius: 6px; }
    }
    @media print {
      body { max-width: none; margin: 0; font-size: 11pt; } nav { display: none; } a { color: \
    inherit; }
      .table { overflow-x: visible; } table { font-size: 7pt; } td code { min-width: 12rem; }
      th, td { padding: 0.15rem 0.35rem; }
      figure svg, tr { break-inside: avoid; } h2 { break-after: avoid; }
    }
    """
}
