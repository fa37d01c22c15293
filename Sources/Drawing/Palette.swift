import Plots

/// Colours on a light ground, the same in every format: a pale fill on which text is readable, and
/// a border of the same hue. People who see few hues can tell the borders apart, too.
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
    case .terminal: Colours(fill: "#dbe8fb", stroke: "#2f66b3", text: text)
    case .constant: Colours(fill: "#eceff2", stroke: "#6d7681", text: text)
    case .function: Colours(fill: "#fbf2c0", stroke: "#927a00", text: text)
    case .concatenation: Colours(fill: "#d6f0ef", stroke: "#1f7a78", text: text)
    }
  }

  /// Of an operator, by its shade where it has one.
  static func colours(of kind: CellDrawing.Kind, shade: Double?) -> Colours {
    shade.map(colours(ofShade:)) ?? colours(of: kind)
  }

  /// Of a number from -1 to 1.
  package static func colours(ofShade shade: Double) -> Colours {
    let colours = DivergingColours.colours(ofShade: shade)
    return Colours(fill: colours.fill, stroke: colours.stroke, text: colours.text)
  }
}
