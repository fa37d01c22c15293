/// A way to print drawings.
///
/// To add one, write one file with a conforming type and add it to ``DrawingFormats/registered``.
public protocol DrawingFormat {
  /// What the command line calls it.
  static var name: String { get }
  /// A few words that say what it is.
  static var summary: String { get }

  /// The whole drawing, ending in a line feed; equal drawings give equal texts.
  static func text(of drawing: CellDrawing) -> String
}

/// The formats there are.
public enum DrawingFormats {
  public static var registered: [any DrawingFormat.Type] {
    [TextDrawing.self, SVGDrawing.self, DOTDrawing.self]
  }
}
