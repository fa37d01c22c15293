import Documents
import Wording

/// Derivations with the rules by name, as the code of Schrodi et al. (NeurIPS 2023) writes them:
/// `(OPS Linear1 (CONVBLOCK Linear3 (ACT relu) (CONV conv3x3o) (NORM batch)))`. Each parenthesis
/// holds a rule, then the motif and the parts of its production; a nested part of a production has
/// no rule.
struct DerivationNotation: Notation {
  static let kind = "derivation"

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

  func recognises(_ text: Substring) -> Bool { text.hasPrefix("(") }

  /// Reads the motifs and operators, then compares the text with the one of their derivation.
  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    let words = try words(of: text)
    let expression = try expression(words, text)
    let architecture = try grammar.architecture(expression) { node, problem in
      ArchitectureError(text, at: expression.nodes[node].place, problem)
    }
    let expected = self.words(of: architecture)
    for (word, expected) in zip(words, expected) where word.text != expected {
      throw ArchitectureError(
        text, at: word.place, "found \"\(word.text)\", expected \"\(expected)\"")
    }
    guard words.count == expected.count else {
      throw ArchitectureError(
        text, "has \(words.count) words and parentheses, expected \(expected.count)")
    }
    return architecture
  }

  /// Names and parentheses, each with its place, counted from 1.
  private func words(
    of text: String
  ) throws(ArchitectureError) -> [(text: String, place: Int)] {
    var scanner = NotationScanner(text)
    var words: [(text: String, place: Int)] = []
    scanner.skipWhitespace()
    while let next = scanner.next {
      let place = scanner.place
      if "()".contains(next) {
        _ = scanner.take()
        words.append((String(next), place))
      } else {
        words.append((scanner.takeAll { $0.isWhitespace || "()".contains($0) }, place))
      }
      scanner.skipWhitespace()
    }
    return words
  }

  /// The motifs with their parts and the operators, rules left out.
  private func expression(
    _ words: [(text: String, place: Int)], _ text: String
  ) throws(ArchitectureError) -> Expression {
    let rules = Set(grammar.rules.rules.compactMap(\.name))
    let motifs = Set(grammar.rules.motifs.map(\.name))
    var expression = Expression()
    /// For each open parenthesis the motif in it, nil before there is one.
    var open: [Int?] = []
    for (number, word) in words.enumerated() {
      func error(_ problem: String) -> ArchitectureError {
        ArchitectureError(text, at: word.place, problem)
      }
      let parent = open.reversed().first { $0 != nil } ?? nil
      switch word.text {
      case "(":
        guard open.count < 3 * Expression.deepest else {
          throw error("the parentheses are nested more than \(3 * Expression.deepest) deep")
        }
        open.append(nil)
      case ")":
        guard open.popLast() != nil else { throw error("no parenthesis is open here") }
        if open.isEmpty, number < words.count - 1 {
          throw error("the first parenthesis is closed here, expected the end of the text")
        }
      case let name where rules.contains(name) && words[max(0, number - 1)].text == "(":
        break
      case let name where motifs.contains(name):
        guard let last = open.indices.last, open[last] == nil else {
          throw error("found the motif \(name), expected it behind \"(\" and the name of a rule")
        }
        open[last] = expression.nodes.count
        expression.add(Expression.Node(name: name, place: word.place, arguments: []), to: parent)
      default:
        guard expression.nodes.isEmpty || parent != nil else {
          throw error("found \"\(word.text)\", expected \")\"")
        }
        expression.add(Expression.Node(name: word.text, place: word.place), to: parent)
      }
    }
    guard open.isEmpty else {
      throw ArchitectureError(text, at: text.count + 1, "the text ends here, expected \")\"")
    }
    guard !expression.nodes.isEmpty else {
      throw ArchitectureError(text, "has neither a motif nor an operator in it")
    }
    return expression
  }

  private func words(of architecture: Architecture) -> [String] {
    let derivation = grammar.derivation(of: architecture)
    var words: [String] = []
    /// The parts that are still to be written, the next last; nil for a closing parenthesis.
    var open: [Derivation.Part?] = [.node(0)]
    while let next = open.popLast() {
      guard let part = next else {
        words.append(")")
        continue
      }
      switch part {
      case .operator(let index): words.append(grammar.table.operators[index].name)
      case .node(let number):
        let node = derivation.nodes[number]
        let rule = grammar.rules.rules[node.rule]
        words += ["("] + [rule.name].compactMap { $0 }
        if let motif = rule.productions[node.production].motif {
          words.append(grammar.rules.motifs[motif].name)
        }
        open.append(nil)
        open += node.parts.reversed()
      }
    }
    return words
  }

  func text(of architecture: Architecture) -> String {
    var text = ""
    for word in words(of: architecture) {
      if word != ")", !text.isEmpty, text.last != "(" { text += " " }
      text += word
    }
    return text
  }
}
