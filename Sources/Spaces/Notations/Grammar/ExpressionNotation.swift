import Documents
import Wording

/// The functional notation of Schrodi et al. (NeurIPS 2023): motifs put together, operators
/// innermost, `Linear2(Cell(id, zero, avg_pool, ...), resBlock)`.
struct ExpressionNotation: Notation {
  static let kind = "expression"

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

  func recognises(_ text: Substring) -> Bool { !text.hasPrefix("(") && !text.hasPrefix("{") }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    let expression = try Expression(parsing: text)
    return try grammar.architecture(expression) { node, problem in
      ArchitectureError(text, at: expression.nodes[node].place, problem)
    }
  }

  func text(of architecture: Architecture) -> String { grammar.expression(of: architecture).text }
}

extension Grammar {
  /// The topology of a notation without keys of its own; nil after reporting that it is no grammar.
  init?(of topology: any Topology, for kind: String, _ section: DocumentSection) {
    guard section.rereading(required: ["name", "kind"]) != nil else { return nil }
    guard let grammar = topology as? Grammar else {
      Notations.reportMismatch(kind, needs: Grammar.kind, in: section)
      return nil
    }
    self = grammar
  }
}
