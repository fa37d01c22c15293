import Wording

/// Panels of one size side by side, each with a title above and five numbers on its left; as SVG.
enum PanelRow {
  static let (width, height) = (300, 240)
  private static let (left, top, gap) = (52, 34, 64)

  /// Where the frame of a panel begins.
  static func x(ofPanel place: Int) -> Int { left + place * (width + gap) }

  /// The upper end of the part below the frames.
  static let bottom = top + height

  /// - Parameters:
  ///   - bodies: of each panel, its frame beginning at the origin
  ///   - space: below the frames, in pixels
  ///   - below: the picture there
  static func picture(_ bodies: [String], space: Int, below: String = "") -> String {
    let panels = bodies.enumerated().map { place, body in
      "<g transform=\"translate(\(x(ofPanel: place)),\(top))\">\n\(body)</g>\n"
    }.joined()
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(x(ofPanel: bodies.count))\" "
      + "height=\"\(bottom + space)\" font-family=\"sans-serif\" font-size=\"11\">\n"
      + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + panels + below + "</svg>\n"
  }

  static let frame =
    "<rect width=\"\(width)\" height=\"\(height)\" fill=\"none\" stroke=\"#555555\"/>\n"

  /// The title, and the label of the horizontal axis.
  static func words(title: String, across: String) -> String {
    svgText(title, width / 2, -14, "middle", weight: "bold")
      + svgText(across, width / 2, height + 32, "middle")
  }

  /// - Parameter sign: the text before the lowest
  static func levels(
    from lowest: Double, range: Double, decimals: Int, sign: String = ""
  ) -> String {
    (0...4).map { step in
      let level = lowest + range * Double(step) / 4
      return svgText(
        (step == 0 ? sign : "") + fixed(level, decimals), -5, height - height * step / 4 + 4, "end")
    }.joined()
  }
}
