import Documents
import Wording

/// Motifs with their parts as JSON lists:
/// `{"architecture":["Linear2",["Cell","id",...],"resBlock"]}`.
struct GrammarJSONNotation: LiteralNotation {
  static let kind = "grammar-json"

  private let grammar: Grammar

  init?(reading section: DocumentSection, topology: any Topology) {
    guard let grammar = Grammar(of: topology, for: Self.kind, section) else { return nil }
    self.grammar = grammar
  }

  private init(_ grammar: Grammar) {
    self.grammar = grammar
  }

  func extended(to topology: any Topology) -> (any Notation)? {
    (topology as? Grammar).map { Self($0) }
  }

  func recognises(_ value: Literal) -> Bool { value.entries != nil }

  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    let elements = Literal(.list(try text.list(at: "architecture")), at: text.value.place)
    var expression = Expression()
    /// Where each node stands: `architecture[2][1]`.
    var places: [String] = []
    var open: [(value: Literal, place: String, parent: Int?)] = [(elements, "architecture", nil)]
    while let next = open.popLast() {
      let name: String
      var parts: [Literal]?
      if let list = next.value.elements {
        guard let head = list.first?.text else {
          throw text.error(
            at: next.value,
            "\(next.place) does not begin with a name; expected [\"motif\", part, ...]")
        }
        // An operator alone is a list only at the very outside.
        name = head
        parts = next.parent == nil && list.count == 1 ? nil : Array(list.dropFirst())
      } else if let word = next.value.text {
        name = word
      } else {
        throw text.error(at: next.value, "\(next.place) is neither a name nor a list")
      }
      let node = expression.nodes.count
      places.append(next.place)
      expression.add(
        Expression.Node(name: name, place: 0, arguments: parts.map { _ in [] }), to: next.parent)
      for (number, part) in (parts ?? []).enumerated().reversed() {
        open.append((part, "\(next.place)[\(number + 1)]", node))
      }
    }
    return try grammar.architecture(expression) { node, problem in
      text.error("\(places[node]): \(problem)")
    }
  }

  func text(of architecture: Architecture) -> String {
    let expression = grammar.expression(of: architecture)
    var text = ""
    var open: [(node: Int, after: String)] = [(0, "")]
    while let next = open.popLast() {
      let node = expression.nodes[next.node]
      // Names hold neither quotes nor backslashes: the space file is checked for that.
      guard let arguments = node.arguments, let last = arguments.last else {
        text += "\"\(node.name)\"\(next.after)"
        continue
      }
      text += "[\"\(node.name)\","
      open.append((last, "]" + next.after))
      for argument in arguments.dropLast().reversed() { open.append((argument, ",")) }
    }
    return "{\"architecture\":\(expression.nodes[0].arguments == nil ? "[\(text)]" : text)}"
  }
}
