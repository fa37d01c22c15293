/// A way to print drawings.
///
/// To add one, write one file with a conforming type and add it to ``DrawingFormats/registered``.
public protocol DrawingFormat {
  /// The name on the command line.
  static var name: String { get }
  /// A description in a few words.
  static var summary: String { get }

  /// The whole drawing, ending in a line feed; equal drawings give equal texts.
  static func text(of drawing: CellDrawing) -> String
}

/// The formats there are.
public enum DrawingFormats {
  /// All formats, in the order in which they are listed.
  public static var registered: [any DrawingFormat.Type] {
    [TextDrawing.self, SVGDrawing.self, DOTDrawing.self]
  }
}
