import Foundation
import Wording

/// Colours of numbers with a sign, each with one that is readable on it.
package enum DivergingColours {
  /// From blue at -1 over nearly white to orange at 1, a pair that people with any colour blindness
  /// tell apart (the ends of ColorBrewer's RdBu and PuOr).
  package static func colours(
    ofShade shade: Double
  ) -> (fill: String, stroke: String, text: String) {
    let place = (min(max(shade, -1), 1) + 1) / 2 * Double(stops.count - 1)
    let low = min(wholeNumber(place.rounded(.down)), stops.count - 2)
    let share = place - Double(low)
    let fill = zip(stops[low], stops[low + 1]).map { $0 + share * ($1 - $0) }
    // Black and white are equally readable on a luminance of 0.18 (WCAG 2, contrast ratio).
    let isDark = luminance(fill) < 0.18
    return (
      hexadecimal(fill), hexadecimal(fill.map { $0 * 0.6 }), isDark ? "#ffffff" : "#000000"
    )
  }

  private static let stops: [[Double]] = [
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
        let digits = String(wholeNumber(value), radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }
}
