import Foundation

/// Colours on a light ground, the same in every format: a pale fill that text is readable on, a
/// border of the same hue that is told from the others by people who see few hues, too.
package enum Palette {
  package struct Colours {
    package let fill: String
    package let stroke: String
    package let text: String
  }

  static let ground = "#ffffff"
  static let text = "#222222"
  static let line = "#5f6670"
  /// Of an edge that nothing passes along.
  static let cutLine = "#c3c7cc"

  static func colours(of kind: CellDrawing.Kind) -> Colours {
    switch kind {
    case .input: Colours(fill: "#dbe8fb", stroke: "#2f66b3", text: text)
    case .output: Colours(fill: "#d9f0df", stroke: "#2a7d46", text: text)
    case .convolution: Colours(fill: "#ffe3cc", stroke: "#c05a0e", text: text)
    case .learnable: Colours(fill: "#ffd9dc", stroke: "#b3303c", text: text)
    case .pooling: Colours(fill: "#e9dffa", stroke: "#6f45b0", text: text)
    case .parameterFree: Colours(fill: "#fbf2c0", stroke: "#927a00", text: text)
    case .identity: Colours(fill: "#eceff2", stroke: "#6d7681", text: text)
    case .zero: Colours(fill: "#fbfbfc", stroke: "#b4bac2", text: "#8b929b")
    case .featureMap: Colours(fill: "#ffffff", stroke: "#5f6670", text: text)
    case .concatenation: Colours(fill: "#d6f0ef", stroke: "#1f7a78", text: text)
    }
  }

  /// Of an operator, by its shade where it has one.
  static func colours(of kind: CellDrawing.Kind, shade: Double?) -> Colours {
    shade.map(colours(ofShade:)) ?? colours(of: kind)
  }

  /// From blue at -1 over nearly white to orange at 1, a pair that people with any colour blindness tell
  /// apart (the ends of ColorBrewer's RdBu and PuOr).
  package static func colours(ofShade shade: Double) -> Colours {
    let stops = diverging
    let place = (min(max(shade, -1), 1) + 1) / 2 * Double(stops.count - 1)
    let low = min(Int(place), stops.count - 2)
    let share = place - Double(low)
    let fill = zip(stops[low], stops[low + 1]).map { $0 + share * ($1 - $0) }
    // Black and white are equally readable on a luminance of 0.18 (WCAG 2, contrast ratio).
    let isDark = luminance(fill) < 0.18
    return Colours(
      fill: hexadecimal(fill), stroke: hexadecimal(fill.map { $0 * 0.6 }),
      text: isDark ? "#ffffff" : "#000000")
  }

  private static let diverging: [[Double]] = [
    [0x21, 0x66, 0xac], [0x67, 0xa9, 0xcf], [0xd1, 0xe5, 0xf0], [0xf7, 0xf7, 0xf7],
    [0xfe, 0xe0, 0xb6], [0xf1, 0xa3, 0x40], [0xb3, 0x58, 0x06],
  ]

  /// The relative luminance of WCAG 2, of red, green and blue up to 255.
  package static func luminance(_ colour: [Double]) -> Double {
    let linear = colour.map { value in
      let share = value / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  private static func hexadecimal(_ colour: [Double]) -> String {
    "#"
      + colour.map { value in
        let digits = String(Int(value.rounded()), radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }
}
