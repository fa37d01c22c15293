import Wording

/// A matrix of numbers, coloured blue below 0 and orange above it, with each number written into
/// its field; as SVG.
public struct HeatMap: Sendable {
  /// The names of the rows.
  public let rows: [String]
  /// The names of the columns.
  public let columns: [String]
  /// By row; nil where there is no number.
  public let values: [[Double?]]
  /// The number with the darkest colour, whatever its sign; infinities are as dark.
  public let greatest: Double
  public let decimals: Int
  /// The meaning of the numbers.
  public let label: String
  /// The field that is framed in each row, by column; nil for none.
  public let framed: [Int?]

  public init(
    rows: [String], columns: [String], values: [[Double?]], greatest: Double, decimals: Int,
    label: String, framed: [Int?] = []
  ) {
    precondition(
      values.count == rows.count && values.allSatisfy { $0.count == columns.count },
      "one number for each field")
    (self.rows, self.columns, self.values) = (rows, columns, values)
    (self.greatest, self.decimals, self.label, self.framed) = (greatest, decimals, label, framed)
  }

  private static let (field, line) = ((width: 74, height: 30), 12)
  /// An estimate for sans-serif letters of 12 pixels.
  private static let letterWidth = 7.2

  /// The picture as SVG.
  public var svg: String {
    let left = 16 + Int(Double(rows.map(\.count).max() ?? 0) * Self.letterWidth)
    let longest = Double(columns.map(\.count).max() ?? 0) * Self.letterWidth
    let isSlanted = longest > Double(Self.field.width - 4)
    // Slanted by 35 degrees, of which the sine is .57 and the cosine .82.
    let top = 40 + (isSlanted ? Int(longest * 0.57) + 6 : 14)
    let overhang = isSlanted ? Int(longest * 0.82) : 0
    let width =
      left + columns.count * Self.field.width + max(16, overhang - Self.field.width / 2 + 14)
    var body = svgText(label, 8, 20, weight: "bold")
    for (place, name) in columns.enumerated() {
      let x = left + place * Self.field.width + Self.field.width / 2
      body +=
        isSlanted
        ? "<g transform=\"translate(\(x),\(top - 8)) rotate(-35)\">\n\(svgText(name, 0, 0))</g>\n"
        : svgText(name, x, top - 8, "middle")
    }
    for (row, name) in rows.enumerated() {
      let y = top + row * Self.field.height
      body += svgText(name, left - 8, y + Self.field.height / 2 + 4, "end")
      for column in columns.indices { body += field(row, column, left, y) }
    }
    return svgPicture(
      width: max(width, 30 + Int(Double(label.count) * Self.letterWidth * 1.1)),
      height: top + rows.count * Self.field.height + 16, body)
  }

  private func field(_ row: Int, _ column: Int, _ left: Int, _ top: Int) -> String {
    let x = left + column * Self.field.width
    let value = values[row][column]
    let colours = value.map { DivergingColours.colours(ofShade: shade(of: $0)) }
    let isFramed = framed.indices.contains(row) && framed[row] == column
    let inset = isFramed ? 2 : 1
    let frame = isFramed ? " stroke=\"#000000\" stroke-width=\"2\"" : ""
    let rectangle =
      "<rect x=\"\(x + inset)\" y=\"\(top + inset)\" width=\"\(Self.field.width - 2 * inset)\" "
      + "height=\"\(Self.field.height - 2 * inset)\" "
      + "fill=\"\(colours?.fill ?? "#ffffff")\"\(frame)/>\n"
    let words = value.map(text) ?? (isFramed ? "chosen" : "")
    return rectangle
      + svgText(
        words, x + Self.field.width / 2, top + Self.field.height / 2 + 4, "middle",
        colour: colours?.text ?? "#222222")
  }

  private func shade(of value: Double) -> Double {
    guard value.isFinite else { return value < 0 ? -1 : 1 }
    return greatest > 0 ? value / greatest : 0
  }

  private func text(_ value: Double) -> String {
    guard value.isFinite else { return value < 0 ? "-inf" : "inf" }
    return fixed(value, decimals)
  }
}
