import Wording
import Yams

/// Collects the mistakes in one YAML file while it is read.
package final class DocumentReader {
  package let path: String
  private(set) var problems: [DocumentError.Problem] = []
  private var known: Set<String> = []

  package init(path: String) {
    self.path = path
  }

  func report(_ place: Node?, _ sentence: String) {
    let mark = place?.mark
    // A mistake that several operators have from one place is one mistake: the sentences differ in
    // their names alone.
    let (line, column) = (mark?.line ?? 0, mark?.column ?? 0)
    if line > 0, !known.insert("\(line):\(column) \(unquoted(sentence))").inserted { return }
    problems.append(
      DocumentError.Problem(
        line: line, column: column, sentence: shorteningQuotations(sentence)))
  }

  /// A sentence without the parts in quotation marks.
  private func unquoted(_ sentence: String) -> String {
    sentence.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 0 }.map(\.element).joined(separator: "\"")
  }

  /// - Throws: ``DocumentError`` with all problems in the order of the file, if there are any.
  package func throwProblems() throws(DocumentError) {
    if problems.isEmpty { return }
    let ordered = problems.enumerated().sorted { left, right in
      (left.element.line, left.element.column, left.offset)
        < (right.element.line, right.element.column, right.offset)
    }
    throw DocumentError(path: path, problems: ordered.map(\.element))
  }
}

/// A mapping of a file whose keys have been checked.
package struct DocumentSection {
  let reader: DocumentReader
  let node: Node
  /// How sentences call the section: `operator "skip"`.
  package let subject: String
  private let entries: [(key: String, value: DocumentValue)]
  /// Whether unknown keys were reported, so that the values they were meant to give are missing.
  package let hasUnknownKeys: Bool

  /// Checks that `node` is a mapping with all of the `required` keys and no others than these and
  /// the `optional` ones; nil after reporting that it is no mapping. Unknown and missing keys are
  /// reported, and the rest can still be read.
  init?(
    _ node: Node, _ subject: String, required: [String], optional: [String] = [],
    reader: DocumentReader
  ) {
    guard case .mapping(let mapping) = node else {
      reader.report(
        node, "\(subject) is \(describe(node)); expected the keys \(list(required + optional))")
      return nil
    }
    self.reader = reader
    self.node = node
    self.subject = subject
    var entries: [(key: String, value: DocumentValue)] = []
    var misspelt: [String] = []
    var hasUnknownKeys = false
    let known = required + optional
    for (keyNode, value) in mapping {
      let key = keyNode.scalar?.string ?? describe(keyNode)
      guard known.contains(key) else {
        hasUnknownKeys = true
        // Of thousands of mistakes only the first are shown.
        guard reader.problems.count < DocumentError.mostListed else {
          reader.report(keyNode, "unknown key \"\(key)\" in \(subject)")
          continue
        }
        NearestName.suggestion(for: key, among: known).map { misspelt.append($0) }
        reader.report(
          keyNode,
          "unknown key \"\(key)\" in \(subject); expected one of \(list(known))"
            + NearestName.hint(for: key, among: known))
        continue
      }
      let what = "\"\(key)\" of \(subject)"
      entries.append((key, DocumentValue(reader: reader, node: value, subject: what)))
    }
    let missing = required.filter { key in
      // A misspelt key is one mistake, not two.
      !misspelt.contains(key) && !entries.contains { $0.key == key }
    }
    if !missing.isEmpty {
      let names = list(missing.map { "\"\($0)\"" })
      reader.report(
        node,
        "\(subject) has no \(missing.count == 1 ? "key" : "keys") \(names); add "
          + list(missing.map { "\"\($0): ...\"" }))
    }
    self.entries = entries
    self.hasUnknownKeys = hasUnknownKeys
  }

  /// The mapping with its keys unchecked, for a part of the file whose keys depend on its `kind`;
  /// whoever owns the kind checks them with ``rereading(required:optional:)``. Nil after reporting
  /// that `node` is no mapping.
  init?(unchecked node: Node, _ subject: String, reader: DocumentReader) {
    guard case .mapping(let mapping) = node else {
      reader.report(node, "\(subject) is \(describe(node)); expected a mapping with a \"kind\"")
      return nil
    }
    self.reader = reader
    self.node = node
    self.subject = subject
    hasUnknownKeys = false
    entries = mapping.map { key, value in
      let name = key.scalar?.string ?? describe(key)
      let what = "\"\(name)\" of \(subject)"
      return (name, DocumentValue(reader: reader, node: value, subject: what))
    }
  }

  /// The mapping with its keys checked.
  package func rereading(required: [String], optional: [String] = []) -> DocumentSection? {
    DocumentSection(node, subject, required: required, optional: optional, reader: reader)
  }

  package subscript(key: String) -> DocumentValue? {
    entries.first { $0.key == key }?.value
  }

  package func report(_ sentence: String) {
    reader.report(node, sentence)
  }
}

/// The name of an unexpected value in a sentence: `a list`, `the number 3`.
func describe(_ node: Node) -> String {
  switch node {
  case .mapping: return "a mapping"
  case .sequence: return "a list"
  case .alias: return "an alias"
  case .scalar(let scalar):
    switch node.tagName {
    case .null: return "empty"
    case .bool: return "the truth value \(scalar.string)"
    case .int, .float: return "the number \(scalar.string)"
    default: return "the text \"\(scalar.string)\""
    }
  }
}

extension Node {
  /// The type that YAML takes the node for: text, whole number, truth value ...
  var tagName: Tag.Name {
    if case .scalar(let scalar) = self, scalar.tag == .implicit,
      Node.isSurelyText(scalar.string)
    {
      return .str
    }
    return Tag.Name(rawValue: tag.rawValue)
  }

  /// Whether an unquoted scalar is text by its first letter and its length alone: every scalar that
  /// YAML takes for another type begins with a digit or a sign, or is a short word such as `true`
  /// and `off`. Saves the regular expressions that tell these apart, which take most of the time of
  /// reading a long file.
  package static func isSurelyText(_ scalar: String) -> Bool {
    guard let first = scalar.utf8.first else { return false }
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
    return isLetter && (scalar.utf8.count > 5 || !"ynotfYNOTF".utf8.contains(first))
  }
}

extension DocumentReader {
  /// Reads a YAML file that is one mapping with these keys.
  ///
  /// - Parameters:
  ///   - expected: the expected contents, for the sentence about an empty file
  ///   - subject: the name of the file in sentences
  ///   - body: builds the value, or reports what is wrong and returns nil
  /// - Throws: ``DocumentError`` with everything that is wrong with the file.
  package static func read<T>(
    _ yaml: String, path: String, expected: String, subject: String = "the file",
    required: [String], optional: [String] = [],
    _ body: (DocumentSection) -> T?
  ) throws(DocumentError) -> T {
    try read(yaml, path: path, expected: expected, subject: subject) { value in
      value.section(required: required, optional: optional).flatMap(body)
    }
  }

  /// Reads a YAML file whose keys depend on its contents.
  ///
  /// - Throws: ``DocumentError`` with everything that is wrong with the file.
  package static func read<T>(
    _ yaml: String, path: String, expected: String, subject: String = "the file",
    _ body: (DocumentValue) -> T?
  ) throws(DocumentError) -> T {
    let reader = DocumentReader(path: path)
    let root = try compose(yaml, path: path, expected: expected)
    let value = body(DocumentValue(reader: reader, node: root, subject: subject))
    try reader.throwProblems()
    guard let value else { preconditionFailure("a file was refused without a reason") }
    return value
  }
}

extension DocumentReader {
  /// YAML allows a byte order mark, which the parser takes for text.
  private static func withoutMark(_ yaml: String) -> String {
    yaml.unicodeScalars.first == "\u{FEFF}" ? String(yaml.unicodeScalars.dropFirst()) : yaml
  }

  /// The document as nodes that know their place.
  private static func compose(
    _ yaml: String, path: String, expected: String
  ) throws(DocumentError) -> Node {
    func error(_ mark: Mark?, _ sentence: String) -> DocumentError {
      DocumentError(
        path: path,
        problems: [
          DocumentError.Problem(
            line: mark?.line ?? 0, column: mark?.column ?? 0, sentence: sentence)
        ])
    }
    if DocumentBounds.hasExpandedKeys(yaml) {
      throw error(nil, "has keys that are no texts beside many aliases; write plain keys")
    }
    do {
      if let node = try Yams.compose(yaml: withoutMark(yaml)) {
        if let excess = DocumentBounds.excess(of: node) {
          throw error(excess.mark, excess.sentence)
        }
        return node
      }
    } catch let problem as DocumentError {
      throw problem
    } catch let problem as YamlError {
      switch problem {
      case .scanner(let context, let problem, let mark, _),
        .parser(let context, let problem, let mark, _),
        .composer(let context, let problem, let mark, _):
        let what = [context?.text, problem].compactMap { $0 }.joined(separator: ", ")
        throw error(mark, "is not valid YAML: \(what)")
      case .duplicatedKeysInMapping(let duplicates, let context):
        let keys = duplicates.sorted().prefix(20).map { "\"\(shortened($0))\"" }
        throw error(
          context.mark, "the key \(list(keys)) is given twice in one mapping; remove one")
      case .reader(let problem, _, _, _):
        throw error(nil, "is not valid YAML: \(problem)")
      default:
        throw error(nil, "is not valid YAML: \(problem)")
      }
    } catch let problem {
      throw error(nil, "is not valid YAML: \(problem)")
    }
    throw error(nil, "is empty; expected \(expected)")
  }
}
