import Wording

/// Estimated widths of texts in a sans-serif font. The reader's fonts are unknown, so the widths
/// are those of a wide font, DejaVu Sans, rounded up.
enum FontMetrics {
  /// The width of a text in pixels at a font size in pixels.
  static func width(of text: String, size: Double) -> Double {
    text.reduce(0) { $0 + width(of: $1) } * size
  }

  private static func width(of character: Character) -> Double {
    switch character {
    case "i", "j", "l", "I", " ", ".", ",", ":", ";", "'", "|", "!": 0.34
    case "f", "r", "t", "(", ")", "[", "]", "/", "-": 0.42
    case "m", "M", "w", "W", "@", "%", "+", "~", "=", "<", ">": 0.98
    case "_", "c", "k", "s", "v", "x", "y", "z", "J", "L": 0.6
    case "A"..."Z": 0.78
    default: displayWidth(String(character)) == 2 ? 1.1 : 0.65
    }
  }
}
