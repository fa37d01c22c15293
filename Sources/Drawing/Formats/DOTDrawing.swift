import Wording

/// Drawings for Graphviz, each panel a cluster.
public enum DOTDrawing: DrawingFormat {
  public static let name = "dot"
  public static let summary = "for Graphviz"

  public static func text(of drawing: CellDrawing) -> String {
    let title = [drawing.title, drawing.subtitle].filter { !$0.isEmpty }.map(onOneLine)
      .joined(separator: "\n")
    var dot = """
      digraph cell {
        graph [label=\(quoted(title)), labelloc=t, fontname="sans-serif", bgcolor="#ffffff"];
        node [fontname="sans-serif", fontsize=13, style="filled,rounded"];
        edge [fontname="sans-serif", fontsize=12, color="\(Palette.line)"];

      """
    for (number, panel) in drawing.panels.enumerated() {
      dot += "  subgraph cluster_\(number) {\n"
      dot += "    graph [label=\(quoted(panel.title)), color=\"#ffffff\"];\n"
      for (index, node) in panel.nodes.enumerated() {
        let colours = Palette.colours(of: node.kind, shade: node.shade)
        let shape = node.shape == .box ? "box" : "ellipse"
        let style = node.kind == .zero ? ", style=\"filled,rounded,dashed\"" : ""
        dot +=
          "    n\(number)_\(index) [label=\(quoted(node.label)), shape=\(shape), "
          + "fillcolor=\"\(colours.fill)\", color=\"\(colours.stroke)\", "
          + "fontcolor=\"\(colours.text)\"\(style)];\n"
      }
      for edge in panel.edges {
        var attributes: [String] = []
        if let text = edge.text { attributes.append("label=\(quoted(text))") }
        if edge.text != nil, edge.kind != .featureMap {
          attributes.append(
            "fontcolor=\"\(Palette.colours(of: edge.kind, shade: edge.shade).stroke)\"")
        }
        if edge.isCut { attributes.append("style=dashed, color=\"\(Palette.cutLine)\"") }
        let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
        dot += "    n\(number)_\(edge.source) -> n\(number)_\(edge.target)\(list);\n"
      }
      dot += "  }\n"
    }
    return dot + "}\n"
  }

  /// A quoted string; a backslash would begin one of Graphviz' escapes.
  private static func quoted(_ text: String) -> String {
    var escaped = ""
    for scalar in forTerminal(text).unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      // Graphviz knows the entities of HTML.
      case "&": escaped += "&amp;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return "\"\(escaped)\""
  }
}
