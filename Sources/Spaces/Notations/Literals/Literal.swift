/// A value as Python or JSON writes it, and where it stands in its text.
struct Literal {
  indirect enum Value {
    /// `None`, `null`, `NaN`.
    case null
    case truth(Bool)
    case whole(Int)
    case decimal(Double)
    case text(String)
    /// A list, a tuple, a set, an array or a range.
    case list([Literal])
    /// A dictionary, or the fields of a call that names them, in the order of the text.
    case entries([Entry])
    /// A call such as `Genotype([...], [...])`, whose fields have no names.
    case call(String, [Literal])
    /// A bare word.
    case word(String)
  }

  struct Entry {
    let key: Literal
    let value: Literal
  }

  let value: Value
  /// The place of its first character, counted from 1.
  let place: Int
  /// The name of the call that the fields belong to; nil for all other values.
  var name: String?

  init(_ value: Value, at place: Int, name: String? = nil) {
    self.value = value
    self.place = place
    self.name = name
  }
}

extension Literal {
  var isNull: Bool { if case .null = value { true } else { false } }

  /// A text, with or without quotes.
  var text: String? {
    switch value {
    case .text(let text), .word(let text): text
    default: nil
    }
  }

  /// A whole number; 3.0 and a truth value are some, too.
  var whole: Int? {
    switch value {
    case .whole(let number): number
    case .decimal(let number): Int(exactly: number)
    case .truth(let truth): truth ? 1 : 0
    default: nil
    }
  }

  var number: Double? {
    switch value {
    case .whole(let number): Double(number)
    case .decimal(let number): number
    default: nil
    }
  }

  /// The elements of a list; a call without names is one of its fields.
  var elements: [Literal]? {
    switch value {
    case .list(let elements): elements
    default: nil
    }
  }

  var entries: [Entry]? {
    if case .entries(let entries) = value { entries } else { nil }
  }

  /// The value as a sentence quotes it.
  var shown: String {
    switch value {
    case .null: "None"
    case .truth(let truth): truth ? "True" : "False"
    case .whole(let number): "\(number)"
    case .decimal(let number): "\(number)"
    case .text(let text): "\"\(text)\""
    case .list(let elements): "a list of \(elements.count)"
    case .entries: name.map { "\($0)(...)" } ?? "a dictionary"
    case .call(let name, _): "\(name)(...)"
    case .word(let word): word
    }
  }
}

/// A text that holds one value, with names and log prefixes in front, and errors that say which
/// character is wrong.
struct LiteralText {
  let text: String
  let value: Literal

  /// - Parameter expected: an example of what the text should be
  /// - Throws: ``ArchitectureError`` naming the first wrong character.
  init(_ text: String, expected: @autoclosure () -> String) throws(ArchitectureError) {
    self.text = text
    do {
      value = try LiteralSearch(text).value(expected: expected())
    } catch {
      guard let lines = try IndentedText(text)?.value() else { throw error }
      value = lines
    }
  }

  func error(at literal: Literal, _ problem: String) -> ArchitectureError {
    ArchitectureError(text, atScalar: literal.place, problem)
  }

  func error(_ problem: String) -> ArchitectureError { ArchitectureError(text, problem) }
}
