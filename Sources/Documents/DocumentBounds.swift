import Wording
import Yams

/// How large a YAML file may be when all of its aliases are written out: an alias costs a file a
/// few characters, and a reader all that it stands for.
enum DocumentBounds {
  /// Ten times as many as the largest shipped file has.
  private static let mostValues = 200_000
  private static let deepest = 64

  /// What is too much of a document, with its place; nil for most documents.
  static func excess(of root: Node) -> (mark: Mark?, sentence: String)? {
    var left = mostValues
    func excess(_ node: Node, _ depth: Int) -> (mark: Mark?, sentence: String)? {
      left -= 1
      if left < 0 {
        return (
          node.mark,
          "with its aliases written out, the file has more than \(grouped(mostValues)) values; "
            + "expected fewer"
        )
      }
      if depth > deepest {
        return (node.mark, "more than \(deepest) lists and mappings lie in each other")
      }
      switch node {
      case .scalar, .alias: return nil
      case .sequence(let sequence):
        for element in sequence {
          if let found = excess(element, depth + 1) { return found }
        }
      case .mapping(let mapping):
        for (key, value) in mapping {
          if let found = excess(key, depth + 1) ?? excess(value, depth + 1) { return found }
        }
      }
      return nil
    }
    return excess(root, 0)
  }

  /// Whether a file might have lists or aliases of lists as keys, and enough aliases that comparing
  /// such keys, which the parser does, would take long. Sixteen aliases stand for at most some
  /// hundred times the file.
  static func hasExpandedKeys(_ yaml: String) -> Bool {
    guard yaml.utf8.count(where: { $0 == UInt8(ascii: "*") }) > 16 else { return false }
    return yaml.contains(/(?:^|[\s\[{,])\?\s|\*[^\s,\[\]{}]+\s+:|[\]}]\s*:/)
  }
}
