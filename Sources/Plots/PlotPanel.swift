import Wording

/// A frame with axes, into which a plot draws.
struct PlotPanel {
  static let (width, height) = (340, 240)
  static let (left, top, right, bottom) = (66, 34, 18, 46)

  let title: String
  let across: PlotAxis
  let up: PlotAxis
  /// The contents of the frame.
  var body = ""
  /// The meaning of the colours: a name with a colour, below the frame.
  var legend: [(name: String, colour: String)] = []

  init(title: String, across: PlotAxis, up: PlotAxis) {
    (self.title, self.across, self.up) = (title, across, up)
  }

  func x(_ value: Double) -> Int { wholeNumber(across.share(of: value) * Double(Self.width)) }

  func y(_ value: Double) -> Int {
    wholeNumber((1 - up.share(of: value)) * Double(Self.height))
  }

  mutating func draw(_ svg: String) { body += svg + "\n" }

  private static let legendLine = 17

  var totalHeight: Int {
    Self.top + Self.height + Self.bottom + legend.count * Self.legendLine
  }

  /// The panel, its frame beginning at the origin.
  var svg: String {
    var svg = svgText(title, Self.width / 2, -14, "middle", weight: "bold")
    svg += svgText(across.label, Self.width / 2, Self.height + 36, "middle")
    svg +=
      "<g transform=\"translate(-50,\(Self.height / 2)) rotate(-90)\">\n"
      + svgText(up.label, 0, 0, "middle") + "</g>\n"
    for tick in across.ticks {
      svg += "<path d=\"M\(x(tick)) \(Self.height)v4\" stroke=\"#555555\"/>\n"
      svg += svgText(across.text(of: tick), x(tick), Self.height + 17, "middle")
    }
    for tick in up.ticks {
      svg += "<path d=\"M0 \(y(tick))h\(Self.width)\" stroke=\"#e6e6e6\"/>\n"
      svg += svgText(up.text(of: tick), -6, y(tick) + 4, "end")
    }
    svg += body
    svg +=
      "<rect width=\"\(Self.width)\" height=\"\(Self.height)\" fill=\"none\" stroke=\"#555555\"/>\n"
    for (place, entry) in legend.enumerated() {
      let y = Self.height + Self.bottom + place * Self.legendLine + 6
      svg += "<rect x=\"0\" y=\"\(y - 10)\" width=\"22\" height=\"10\" fill=\"\(entry.colour)\"/>\n"
      svg += svgText(entry.name, 30, y)
    }
    return svg
  }

  /// Several panels as one picture, at most `columns` beside each other.
  static func picture(_ panels: [PlotPanel], columns: Int = 2) -> String {
    let columns = max(1, min(columns, panels.count))
    let cell = (
      width: left + width + right, height: panels.map(\.totalHeight).max() ?? top + bottom
    )
    let rows = (panels.count + columns - 1) / columns
    let body = panels.enumerated().map { place, panel in
      let (x, y) = (place % columns * cell.width + left, place / columns * cell.height + top)
      return "<g transform=\"translate(\(x),\(y))\">\n\(panel.svg)</g>\n"
    }.joined()
    return svgPicture(width: columns * cell.width, height: max(1, rows) * cell.height, body)
  }
}

/// A whole picture on white ground.
func svgPicture(width: Int, height: Int, _ body: String) -> String {
  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
    + "viewBox=\"0 0 \(width) \(height)\" "
    + "font-family=\"DejaVu Sans, Verdana, Helvetica, Arial, sans-serif\" font-size=\"12\">\n"
    + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + body + "</svg>\n"
}

/// Colours that people with any colour blindness tell apart (Okabe and Ito, "Color Universal
/// Design", 2008).
public enum PlotColours {
  public static let series = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000",
  ]
  /// The part of a picture to be seen first.
  public static let found = "#d55e00"
  /// The many among which it lies.
  public static let many = "#7fa8cc"
}
