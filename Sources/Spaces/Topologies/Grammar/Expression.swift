/// Symbols put together: `Residual3(C, C, sum(a, b), b)`, as a list of nodes. Productions and
/// architectures are written so.
struct Expression {
  struct Node {
    let name: String
    /// Where the name stands, counted from 1.
    let place: Int
    /// The nodes in the parentheses; nil where there are none.
    var arguments: [Int]?
  }

  /// Expressions nested deeper than this are none.
  static let deepest = 500

  /// Every node before its arguments; the whole expression first.
  private(set) var nodes: [Node] = []

  init() {}

  /// Adds a node behind all others, as the last argument of `parent`.
  mutating func add(_ node: Node, to parent: Int?) {
    let number = nodes.count
    if let parent { nodes[parent].arguments?.append(number) }
    nodes.append(node)
  }
}

extension Expression {
  /// - Throws: ``ArchitectureError`` naming the first wrong character.
  init(parsing text: String) throws(ArchitectureError) {
    var scanner = NotationScanner(text)
    /// The nodes whose parentheses are open.
    var open: [Int] = []
    repeat {
      scanner.skipWhitespace()
      let place = scanner.place
      let name = scanner.takeAll { $0.isWhitespace || "(),".contains($0) }
      guard !name.isEmpty else { throw scanner.error("\(scanner.found), expected a name") }
      add(Node(name: name, place: place), to: open.last)
      scanner.skipWhitespace()
      if scanner.next == "(" {
        guard open.count < Expression.deepest else {
          throw scanner.error("the parentheses are nested more than \(Expression.deepest) deep")
        }
        _ = scanner.take()
        nodes[nodes.count - 1].arguments = []
        open.append(nodes.count - 1)
        continue
      }
      while !open.isEmpty, scanner.next == ")" {
        _ = scanner.take()
        open.removeLast()
        scanner.skipWhitespace()
      }
      if open.isEmpty { break }
      guard scanner.next == "," else {
        throw scanner.error(
          "\(scanner.found), expected \",\" or \")\" in \(nodes[open[open.count - 1]].name)(...)")
      }
      _ = scanner.take()
    } while true
    try scanner.expectEnd()
  }

  /// The text that ``init(parsing:)`` reads.
  ///
  /// - Complexity: O(nodes)
  var text: String {
    var text = ""
    /// The nodes that are still to be written, the next last.
    var open: [(node: Int, after: String)] = [(0, "")]
    while let next = open.popLast() {
      text += nodes[next.node].name
      guard let arguments = nodes[next.node].arguments, let last = arguments.last else {
        text += next.after
        continue
      }
      text += "("
      open.append((last, ")" + next.after))
      for argument in arguments.dropLast().reversed() { open.append((argument, ", ")) }
    }
    return text
  }
}
