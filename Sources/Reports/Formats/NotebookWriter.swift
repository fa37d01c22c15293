import Foundation
import Wording

/// Reports as Jupyter notebooks (nbformat 4.5). The outputs are those of the report until somebody
/// runs the notebook.
enum NotebookWriter {
  private struct Notebook: Encodable {
    let cells: [Cell]
    let metadata: Metadata
    let nbformat = 4
    let nbformat_minor = 5
  }

  private struct Metadata: Encodable {
    struct Kernel: Encodable {
      let display_name = "Python 3"
      let language = "python"
      let name = "python3"
    }
    struct Language: Encodable { let name = "python" }
    let kernelspec = Kernel()
    let language_info = Language()
  }

  private struct Cell: Encodable {
    struct Nothing: Encodable {}
    let id: String
    let cell_type: String
    let metadata = Nothing()
    let source: [String]
    /// Of code only.
    var outputs: [Output]?

    enum Key: String, CodingKey {
      case id, cell_type, metadata, source, outputs, execution_count
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(id, forKey: .id)
      try container.encode(cell_type, forKey: .cell_type)
      try container.encode(metadata, forKey: .metadata)
      try container.encode(source, forKey: .source)
      guard let outputs else { return }
      try container.encode(outputs, forKey: .outputs)
      // The format requires the statement that the cell was not run.
      try container.encodeNil(forKey: .execution_count)
    }
  }

  private struct Output: Encodable {
    let output_type = "display_data"
    let data: [String: [String]]
    let metadata = Cell.Nothing()
  }

  static func bytes(of report: Report) throws -> [UInt8] {
    var cells = [
      markdown(
        "# \(escapedForMarkdown(report.title))",
        report.words.map(escapedForMarkdown) + [introduction]),
      code(setUp, outputs: []),
    ]
    for section in report.sections {
      cells.append(
        markdown("## \(escapedForMarkdown(section.title))", section.words.map(escapedForMarkdown)))
      cells.append(code(section.code, outputs: section.items.map(output)))
    }
    cells.append(markdown(nil, [escapedForMarkdown(report.origin)]))
    let numbered = cells.enumerated().map { place, cell in
      Cell(
        id: "cell-\(place + 1)", cell_type: cell.type, source: lines(of: cell.text),
        outputs: cell.outputs)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let notebook = Notebook(cells: numbered, metadata: Metadata())
    return Array(try encoder.encode(notebook)) + Array("\n".utf8)
  }

  private static let introduction =
    "Until you run the cells, the pictures are those that tgnas drew; the cells draw the same from "
    + "`data.h5`, for you to change. They need `pip install h5py matplotlib pandas scipy`, and "
    + "this folder as the working folder."

  private static let setUp = """
    import h5py
    import matplotlib.pyplot as plt
    import numpy as np
    import pandas as pd
    from IPython.display import SVG, display

    def table(name):
        \"""A table of data.h5 as a data frame.\"""
        with h5py.File("data.h5") as file:
            return pd.DataFrame({
                column: data.asstr()[:] if data.dtype.kind == "S" else data[:]
                for column, data in file[name].items()
            })

    sources = table("sources")
    architectures = table("architectures")
    """

  private typealias Draft = (type: String, text: String, outputs: [Output]?)

  private static func markdown(_ heading: String?, _ words: [String]) -> Draft {
    ("markdown", ([heading].compactMap { $0 } + words).joined(separator: "\n\n"), nil)
  }

  private static func code(_ text: String, outputs: [Output]) -> Draft { ("code", text, outputs) }

  /// Pictures as images within HTML: unlike SVG outputs, viewers show these in notebooks that they
  /// do not trust.
  private static func output(_ item: ReportSection.Item) -> Output {
    switch item {
    case .picture(_, let svg, let caption):
      let words = escapedForXML(caption)
      let image = Data(svg.utf8).base64EncodedString()
      return Output(data: [
        "text/html": [
          "<img alt=\"\(words)\" src=\"data:image/svg+xml;base64,\(image)\">\n",
          "<p><em>\(words)</em></p>",
        ],
        "text/plain": [caption],
      ])
    case .table(let table, let caption):
      return Output(data: [
        "text/html": lines(
          of: HTMLText.table(table) + "<p><em>\(escapedForXML(caption))</em></p>"),
        "text/plain": lines(of: table.text(.table)),
      ])
    case .figures(let figures, let caption):
      return Output(data: [
        "text/html": lines(
          of: "<p>\(escapedForXML(caption))</p>\n" + HTMLText.figures(figures)),
        "text/plain": lines(
          of: ([caption] + figures.map { "\($0.name): \($0.value)" }).joined(separator: "\n")),
      ])
    }
  }

  /// The lines with their ends, as the format has them.
  private static func lines(of text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { place, line in
      place == lines.count - 1 ? String(line) : line + "\n"
    }.filter { !$0.isEmpty }
  }
}
