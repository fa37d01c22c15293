import Wording

/// An architecture as it was read from a text.
public struct ArchitectureReading: Sendable {
  /// The architecture.
  public let architecture: Architecture
  /// The name of the notation that the text is in.
  public let notation: String
  /// Whether the text holds bare numbers, which other projects may count in another order.
  public let isConvention: Bool
  /// What the text says beside the architecture.
  public let remarks: [String]
}

// MARK: - Reading

extension SearchSpace {
  /// Reads an architecture in one of ``notationNames``, white space around it allowed.
  ///
  /// - Throws: ``UnknownNameError`` when the space has no notation of that name,
  ///   ``ArchitectureError`` naming the first wrong character.
  public func architecture(parsing text: String, as name: String) throws -> Architecture {
    try reading(of: text, in: NamedNotation(name: name, notation: notation(named: name)))
      .architecture
  }

  /// Reads an architecture in any of the space's notations, white space, names and what logs write
  /// in front of it allowed.
  ///
  /// - Throws: ``ArchitectureError`` naming the first wrong character.
  public func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    try reading(of: text).architecture
  }

  /// Reads an architecture and tells what there is to know of its text.
  ///
  /// - Throws: ``ArchitectureError`` naming the first wrong character.
  public func reading(of text: String) throws(ArchitectureError) -> ArchitectureReading {
    if let preferred = notations.first(where: { $0.name == preferredNotation }) {
      return try reading(of: text, in: preferred)
    }
    // Long lists are in the notations of plain texts: these are tried at once.
    if let first = text.first, !first.isWhitespace,
      let found = notations.first(where: { $0.notation.recognises(text[...]) }),
      lineage.count == 1
    {
      return ArchitectureReading(
        architecture: try found.notation.architecture(parsing: text), notation: found.name,
        isConvention: found.notation.isConvention(text[...]), remarks: [])
    }
    do {
      return try reading(of: text, depth: 0)
    } catch {
      guard let published = publishedReading(of: text) else { throw error }
      return published
    }
  }

  /// The reading of a text in a notation of the extended space that cannot write this one's other
  /// operators: it can still be read. Nil where that fails as well.
  private func publishedReading(of text: String) -> ArchitectureReading? {
    for ancestor in lineage.dropFirst() {
      let base = SearchSpace(self, alone: ancestor)
      guard let reading = try? base.reading(of: text, depth: 0),
        let common = base.readableNotationNames.first(where: readableNotationNames.contains),
        let written = try? base.notation(of: reading.architecture, as: common),
        let architecture = try? architecture(parsing: written, as: common)
      else { continue }
      return ArchitectureReading(
        architecture: architecture, notation: reading.notation, isConvention: reading.isConvention,
        remarks: reading.remarks)
    }
    return nil
  }

  /// The same space, which reads architectures in one notation only.
  ///
  /// - Throws: ``UnknownNameError`` when the space has no notation of that name.
  public func reading(in notation: String) throws -> SearchSpace {
    _ = try self.notation(named: notation)
    var space = self
    space.preferredNotation = notation
    return space
  }

  private func reading(
    of text: String, depth: Int
  ) throws(ArchitectureError) -> ArchitectureReading {
    let trimmed = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else {
      throw ArchitectureError(text, "is empty; expected \(example)")
    }
    let candidate = trimmed[...last]
    if let found = notations.first(where: { $0.notation.recognises(candidate) }) {
      let plain = text.contains("\u{FEFF}") ? String(candidate) : text
      return ArchitectureReading(
        architecture: try found.notation.architecture(parsing: plain), notation: found.name,
        isConvention: found.notation.isConvention(candidate), remarks: [])
    }
    let value: LiteralText
    do {
      value = try LiteralText(text, expected: self.example)
    } catch {
      guard holdsValue(text) else {
        throw ArchitectureError(
          text, "is in no notation of \(name) (\(list(notationNames))); expected \(example)")
      }
      throw error
    }
    if depth == 0, let inner = inner(of: value.value) { return try reading(of: inner, depth: 1) }
    return try reading(of: value)
  }

  /// Whether a text is meant to hold a value, so that its mistake is worth telling.
  private func holdsValue(_ text: String) -> Bool {
    text.contains { "[({".contains($0) }
  }

  /// The architecture of a text in quotes, of a list with one text, or of a number.
  private func inner(of value: Literal) -> String? {
    switch value.value {
    case .text(let text): return text
    case .whole(let number): return String(number)
    case .list(let elements) where elements.count == 1:
      if case .text(let text) = elements[0].value { return text }
      return nil
    default: return nil
    }
  }

  /// The first notation that can read the value. Notations of one form are in the order of the
  /// space file.
  private func reading(
    of text: LiteralText
  ) throws(ArchitectureError) -> ArchitectureReading {
    var first: ArchitectureError?
    for named in notations {
      guard let notation = named.notation as? any LiteralNotation,
        notation.recognises(text.value)
      else { continue }
      do {
        return ArchitectureReading(
          architecture: try notation.architecture(of: text), notation: named.name,
          isConvention: notation.isConvention(text.value), remarks: notation.remarks(on: text.value)
        )
      } catch {
        if first.map({ ($0.character ?? 0) < (error.character ?? 0) }) ?? true { first = error }
      }
    }
    throw first
      ?? text.error(
        at: text.value,
        "found \(text.value.shown), which is in no notation of \(name) (\(list(notationNames))); "
          + "expected \(example)")
  }

  private func reading(
    of text: String, in named: NamedNotation
  ) throws(ArchitectureError) -> ArchitectureReading {
    let trimmed = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if let notation = named.notation as? any LiteralNotation, !notation.recognises(trimmed),
      let value = literal(in: text, of: notation)
    {
      return ArchitectureReading(
        architecture: try notation.architecture(of: value.get()), notation: named.name,
        isConvention: false,
        remarks: (try? value.get()).map { notation.remarks(on: $0.value) } ?? [])
    }
    return ArchitectureReading(
      architecture: try named.notation.architecture(parsing: String(trimmed)),
      notation: named.name, isConvention: false, remarks: [])
  }

  /// The value of a text that a notation can read; nil where its plain form is to be tried.
  private func literal(
    in text: String, of notation: any LiteralNotation
  ) -> Result<LiteralText, ArchitectureError>? {
    do {
      let value = try LiteralText(text, expected: self.example)
      return notation.recognises(value.value) || notation.readsValuesOnly ? .success(value) : nil
    } catch {
      return notation.readsValuesOnly ? .failure(error) : nil
    }
  }

  /// A valid text that sentences show as an example.
  private var example: String {
    guard let first = architectures.first(where: { _ in true }) else {
      preconditionFailure("\(name) has no architecture")
    }
    return "something like \(notation(of: first))"
  }
}

// MARK: - Conventions

extension SearchSpace {
  /// What users should know of how texts were read: the convention of bare numbers, and what they
  /// say beside the architecture; each once.
  ///
  /// - Parameter kind: what the sentences begin with
  public func notes(on texts: some Sequence<String>, as kind: String = "note") -> [Sentence] {
    notes(
      on: texts.lazy.compactMap { text in
        (try? self.reading(of: text)).map { (text, $0) }
      }, as: kind)
  }

  /// What users should know of how texts were read.
  ///
  /// - Parameters:
  ///   - readings: texts with their readings
  ///   - kind: what the sentences begin with
  public func notes(
    on readings: some Sequence<(text: String, reading: ArchitectureReading)>,
    as kind: String = "note"
  ) -> [Sentence] {
    var remark: String?
    var convention: Sentence?
    for (text, reading) in readings {
      remark = remark ?? reading.remarks.first
      if convention == nil, preferredNotation == nil, reading.isConvention {
        convention = note(onConventionOf: text, reading, kind)
      }
    }
    return [remark.map { "\(kind): \($0)" }, convention].compactMap { $0 }
  }

  /// A note on a text whose bare numbers have a meaning by convention only: which was taken, and
  /// how to choose another.
  private func note(
    onConventionOf text: String, _ reading: ArchitectureReading, _ kind: String
  ) -> Sentence {
    let others = otherReadings(of: text, than: reading)
    let shown = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let short = shown.count > 40 ? shown.prefix(40) + "..." : shown
    var note: Sentence =
      "\(kind): numbers such as \(short) are read in the notation \(reading.notation), as "
      + "\(notation(of: reading.architecture))"
    for (place, other) in others.enumerated() {
      note = note + (place == 0 ? "; " : " or ")
      note = note + "\(.from, other)"
    }
    return others.isEmpty ? note : note + " reads them in another order"
  }

  /// The notations that read the text as another architecture.
  private func otherReadings(of text: String, than reading: ArchitectureReading) -> [String] {
    readableNotationNames.filter { name in
      guard name != reading.notation, let other = try? architecture(parsing: text, as: name) else {
        return false
      }
      return other != reading.architecture
    }
  }
}
