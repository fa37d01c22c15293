import Wording

/// A notation that reads values of Python and JSON, whatever their brackets, quotes and spaces.
protocol LiteralNotation: Notation {
  /// Whether the value has the form of this notation, so that its parser explains its mistakes.
  func recognises(_ value: Literal) -> Bool

  /// - Throws: ``ArchitectureError`` naming the first wrong character.
  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture

  /// Whether the notation has no plain form.
  var readsValuesOnly: Bool { get }

  /// Whether nothing but a convention says what the numbers of the value stand for.
  func isConvention(_ value: Literal) -> Bool

  /// The keys of a value that say nothing of the architecture, with what they hold.
  func remarks(on value: Literal) -> [String]
}

extension LiteralNotation {
  /// No plain text: the value is looked for in it.
  package func recognises(_ text: Substring) -> Bool { false }

  package func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    try architecture(of: LiteralText(text, expected: "a value in the notation \(Self.kind)"))
  }

  var readsValuesOnly: Bool { true }

  func isConvention(_ value: Literal) -> Bool { false }

  func remarks(on value: Literal) -> [String] { [] }
}

extension LiteralText {
  /// The values at the keys, which are all there are but for those that hold nothing.
  ///
  /// - Throws: ``ArchitectureError`` when the text is no dictionary or has other keys.
  func values(at keys: [String]) throws(ArchitectureError) -> [Literal] {
    let expected = "{\(keys.map { "\"\($0)\": [...]" }.joined(separator: ", "))}"
    guard let entries = value.entries else {
      throw error(at: value, "found \(value.shown), expected \(expected)")
    }
    for entry in entries where !entry.value.isNull {
      guard let key = entry.key.text, keys.contains(key) else {
        throw error(at: entry.key, unknown(entry.key, among: keys))
      }
    }
    var values: [Literal] = []
    for key in keys {
      guard let found = entries.first(where: { $0.key.text == key }) else {
        throw error("has no key \"\(key)\"; expected \(expected)")
      }
      values.append(found.value)
    }
    return values
  }

  /// The name of an operator.
  ///
  /// - Throws: ``ArchitectureError`` when the value is no text.
  func operatorName(_ value: Literal) throws(ArchitectureError) -> String {
    guard let name = value.text else {
      throw error(
        at: value, "found \(value.shown), expected the name of an operator in quotes")
    }
    return name
  }

  /// The list at the only key.
  func list(at key: String) throws(ArchitectureError) -> [Literal] {
    let value = try values(at: [key])[0]
    guard let elements = value.elements else {
      throw error(at: value, "expected \"\(key)\" to be a list")
    }
    return elements
  }

  func unknown(_ key: Literal, among keys: [String]) -> String {
    let name = key.text ?? key.shown
    return "unknown key \"\(name)\", expected \(Wording.list(keys))"
      + NearestName.hint(for: name, among: keys)
  }
}
