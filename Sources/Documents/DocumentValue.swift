import Wording
import Yams

/// A value of a file with the words that sentences call it by. Each accessor returns nil
/// after reporting that the value is not of its type.
package struct DocumentValue {
  let reader: DocumentReader
  let node: Node
  /// How sentences call the value: `"role" of operator "skip"`.
  package let subject: String

  package func report(_ sentence: String) {
    reader.report(node, sentence)
  }

  private func reportUnexpected(_ expected: String) {
    report("\(subject) is \(describe(node)); expected \(expected)")
  }

  /// A text that is not blank. A scalar that YAML reads as a number or a truth value has to be
  /// quoted.
  package func text() -> String? {
    guard case .scalar(let scalar) = node, node.tagName == .str else {
      var expected = "text"
      if case .scalar(let scalar) = node, node.tagName != .null {
        expected = "text: put it in quotes, \"\(scalar.string)\""
      }
      reportUnexpected(expected)
      return nil
    }
    guard scalar.string.contains(where: { !$0.isWhitespace }) else {
      report("\(subject) is blank; expected text")
      return nil
    }
    return scalar.string
  }

  /// A text for people, on one line.
  package func line() -> String? { text().map(onOneLine) }

  /// A text for names: without white space or any of the signs that notations use.
  package func name() -> String? {
    guard let text = text() else { return nil }
    if let sign = DocumentValue.misplacedSign(inName: text) {
      report("\(subject) is \"\(text)\", which contains \"\(sign)\"; use letters, digits, _ and -")
      return nil
    }
    guard text.utf8.count <= Self.longestName, !text.hasPrefix(".") else {
      report(
        "\(subject) is \"\(text)\"; expected a name of at most \(Self.longestName) bytes that "
          + "begins with no point")
      return nil
    }
    return text
  }

  /// Files are called by names of spaces.
  private static let longestName = 200

  /// The first sign of a text that no name may have, because notations use it or because names are
  /// no paths and steer no terminal; nil when there is none.
  package static func misplacedSign(inName text: String) -> Character? {
    text.first { sign in
      sign.isWhitespace || "|~+:,\"\\/".contains(sign)
        || sign.unicodeScalars.contains(where: isControl)
    }
  }

  package func integer(_ limit: NumberLimit) -> Int? { integer(in: limit.range) }

  package func integer(in range: ClosedRange<Int>) -> Int? {
    // Yams multiplies numbers to the base 60, `1:30`, without looking whether they fit.
    guard case .scalar(let scalar) = node, node.tagName == .int, !scalar.string.contains(":"),
      let value = node.int, range.contains(value)
    else {
      reportUnexpected("a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return value
  }

  package func boolean() -> Bool? {
    guard case .scalar = node, node.tagName == .bool, let value = node.bool else {
      reportUnexpected("true or false")
      return nil
    }
    return value
  }

  /// A number that is not negative, also as a fraction such as `1/9`.
  package func number(upTo largest: Float = .infinity) -> Float? {
    let sentence =
      largest < .infinity
      ? "a number from 0 to \(largest)" : "a number of 0 or more, or a fraction such as 1/9"
    guard case .scalar(let scalar) = node else {
      reportUnexpected(sentence)
      return nil
    }
    let parts = scalar.string.split(separator: "/", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Float($0) }
    guard numbers.count == parts.count, parts.count <= 2 else {
      reportUnexpected(sentence)
      return nil
    }
    let value = numbers.count == 2 ? numbers[0] / numbers[1] : numbers[0]
    guard value.isFinite, (0...largest).contains(value) else {
      reportUnexpected(sentence)
      return nil
    }
    return value
  }

  /// A finite number of any sign.
  package func signedNumber() -> Double? {
    guard case .scalar(let scalar) = node, let value = Double(scalar.string), value.isFinite else {
      reportUnexpected("a number")
      return nil
    }
    return value
  }

  package func elements() -> [DocumentValue]? {
    guard case .sequence(let sequence) = node else {
      reportUnexpected("a list")
      return nil
    }
    return sequence.enumerated().map { index, node in
      DocumentValue(reader: reader, node: node, subject: "element \(index + 1) of \(subject)")
    }
  }

  /// A list with at least one element.
  package func someElements() -> [DocumentValue]? {
    guard let elements = elements() else { return nil }
    if elements.isEmpty {
      report("\(subject) is an empty list; expected at least one element")
      return nil
    }
    return elements
  }

  /// A list of texts, each once; nil when any of them is wrong.
  package func names() -> [String]? {
    guard let elements = someElements() else { return nil }
    var names: [String] = []
    for element in elements {
      guard let name = element.name() else { continue }
      if names.contains(name) {
        element.report("\"\(name)\" is listed twice in \(subject); remove one")
      } else {
        names.append(name)
      }
    }
    return names.count == elements.count ? names : nil
  }

  package func section(
    _ subject: String? = nil, required: [String], optional: [String] = []
  ) -> DocumentSection? {
    DocumentSection(
      node, subject ?? self.subject, required: required, optional: optional, reader: reader)
  }

  /// The mapping with its keys unchecked, for a part of the file whose keys depend on its `kind`;
  /// whoever owns the kind checks them with ``DocumentSection/rereading(required:optional:)``.
  package func uncheckedSection(_ subject: String? = nil) -> DocumentSection? {
    DocumentSection(unchecked: node, subject ?? self.subject, reader: reader)
  }

  /// The key and the value of a mapping with a single key; nil, without a report, for anything
  /// else.
  package func onlyEntry() -> (key: String, value: DocumentValue)? {
    guard case .mapping(let mapping) = node, mapping.count == 1, let entry = mapping.first,
      let key = entry.key.scalar?.string
    else { return nil }
    return (
      key, DocumentValue(reader: reader, node: entry.value, subject: "\"\(key)\" of \(subject)")
    )
  }

  /// The entries of a mapping with keys of the file's own, in the order of the file.
  package func entries() -> [(key: String, value: DocumentValue)]? {
    guard case .mapping(let mapping) = node else {
      reportUnexpected("a mapping")
      return nil
    }
    return mapping.map { key, value in
      let name = key.scalar?.string ?? describe(key)
      let what = "\"\(name)\" of \(subject)"
      return (name, DocumentValue(reader: reader, node: value, subject: what))
    }
  }

  package var isList: Bool {
    if case .sequence = node { return true }
    return false
  }

  /// The text at a key, if the value is a mapping; sentences name the value by it.
  package func peek(at key: String) -> String? {
    guard case .mapping(let mapping) = node else { return nil }
    return mapping[key]?.scalar?.string
  }

  /// Whether the value is a mapping with this key.
  package func has(_ key: String) -> Bool {
    guard case .mapping(let mapping) = node else { return false }
    return mapping[key] != nil
  }

  /// The value at a key, if this value is a mapping that has the key.
  package func member(_ key: String) -> DocumentValue? {
    guard case .mapping(let mapping) = node, let value = mapping[key] else { return nil }
    return DocumentValue(reader: reader, node: value, subject: "\"\(key)\" of \(subject)")
  }

  /// The entries of a mapping with at least one, whatever their keys.
  package func someEntries() -> [(key: String, value: DocumentValue)]? {
    guard case .mapping(let mapping) = node else {
      reportUnexpected("a mapping")
      return nil
    }
    if mapping.isEmpty {
      report("\(subject) is an empty mapping; expected at least one key")
      return nil
    }
    return mapping.map { key, value in
      let name = key.scalar?.string ?? describe(key)
      return (
        name, DocumentValue(reader: reader, node: value, subject: "\"\(name)\" of \(subject)")
      )
    }
  }

  /// The mapping with other texts in place of some, in all of its scalars, and without one key. An
  /// unquoted scalar that now is a number is taken for a number. Every part keeps its place in the
  /// file.
  package func replacing(
    _ texts: [(name: String, text: String)], leavingOut key: String
  ) -> DocumentValue {
    func replaced(_ node: Node) -> Node {
      switch node {
      case .scalar(let scalar):
        var text = scalar.string
        for (name, replacement) in texts {
          text = text.split(separator: name, omittingEmptySubsequences: false)
            .joined(separator: replacement)
        }
        if text == scalar.string { return node }
        let isPlain = scalar.style == .plain || scalar.style == .any
        return .scalar(
          Node.Scalar(text, isPlain ? .implicit : Tag(.str), scalar.style, scalar.mark))
      case .mapping(let mapping):
        let pairs = mapping.filter { $0.key.scalar?.string != key }.map {
          ($0.key, replaced($0.value))
        }
        return .mapping(Node.Mapping(pairs, mapping.tag, mapping.style, mapping.mark))
      case .sequence(let sequence):
        return .sequence(
          Node.Sequence(sequence.map(replaced), sequence.tag, sequence.style, sequence.mark))
      case .alias:
        return node
      }
    }
    return DocumentValue(reader: reader, node: replaced(node), subject: subject)
  }

  /// The characters of a scalar as they stand, whatever YAML takes them for: `0` is a text here.
  package func scalarText(orEmpty: Bool = false) -> String? {
    guard case .scalar(let scalar) = node, orEmpty || !scalar.string.isEmpty else {
      report("\(subject) is \(describe(node)); expected text")
      return nil
    }
    return scalar.string
  }
}

extension DocumentValue {
  /// One of the texts of an enumeration.
  package func choice<Choice>(of type: Choice.Type) -> Choice?
  where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
    guard let text = text() else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue)
    report(
      "\(subject) is \"\(text)\"; expected one of \(list(known))"
        + NearestName.hint(for: text, among: known))
    return nil
  }
}
