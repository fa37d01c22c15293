import Wording

/// The architectures of a text of many lines: one a line, one over several lines, or Python source
/// with several that have names.
public struct ArchitectureFile: Sendable {
  /// An architecture of the text.
  public struct Entry: Sendable {
    public let reading: ArchitectureReading
    /// The name that the text gives it; nil where it gives none.
    public let name: String?
    /// The line where it begins, counted from 1.
    public let line: Int
    /// The text that it was read from.
    public let text: String

    public var architecture: Architecture { reading.architecture }
  }

  /// A line that holds no architecture, so that the text tells something wrong or beside it.
  public struct Failure: SentenceError {
    public let line: Int
    public let problem: Sentence

    public var sentence: Sentence { "line \(line): \(problem)" }
  }

  public private(set) var entries: [Entry] = []
  /// What users should know: names, and what was passed over.
  public private(set) var notes: [Sentence] = []

  /// - Throws: ``Failure`` with the first line that holds no architecture.
  public init(_ text: String, of space: SearchSpace) throws(Failure) {
    let text = text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var failure: Failure?
    for (number, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      do {
        entries.append(try Self.entry(String(line), line: number + 1, of: space))
      } catch {
        failure = error
        break
      }
    }
    guard let failure else { return }
    if let whole = try? Self.entry(text, line: 1, of: space) {
      entries = [whole]
      return
    }
    let statements = Self.statements(of: lines.map(String.init))
    // A list of one a line has no statements that go over lines, and no source around it.
    guard
      statements.contains(where: { $0.lines > 1 || Self.isSource($0.text) })
    else { throw failure }
    entries = []
    try readStatements(statements, of: space)
  }

  private static func entry(
    _ text: String, line: Int, name: String? = nil, of space: SearchSpace
  ) throws(Failure) -> Entry {
    do {
      return Entry(
        reading: try space.reading(of: text), name: name, line: line, text: text)
    } catch {
      throw Failure(line: line, problem: error.sentence)
    }
  }

  // MARK: Statements

  private struct Statement {
    var text: String
    let line: Int
    var lines = 1
  }

  /// Logical lines as Python counts them: one goes on while a bracket is open.
  private static func statements(of lines: [String]) -> [Statement] {
    var statements: [Statement] = []
    var depth = 0
    for (number, line) in lines.enumerated() {
      let code = withoutComment(line)
      if code.allSatisfy(\.isWhitespace), depth == 0 { continue }
      if depth > 0, !statements.isEmpty {
        statements[statements.count - 1].text += "\n" + code
        statements[statements.count - 1].lines += 1
      } else {
        statements.append(Statement(text: code, line: number + 1))
        depth = 0
      }
      for sign in code {
        if "[({".contains(sign) { depth += 1 } else if "])}".contains(sign) { depth -= 1 }
      }
    }
    return statements
  }

  private static func withoutComment(_ line: String) -> String {
    var quote: Character?
    for (place, sign) in zip(line.indices, line) {
      if let open = quote {
        if sign == open { quote = nil }
      } else if sign == "'" || sign == "\"" {
        quote = sign
      } else if sign == "#" {
        return String(line[..<place])
      }
    }
    return line
  }

  /// Whether a statement is source that stands around architectures.
  private static func isSource(_ text: String) -> Bool {
    let first = text.drop(while: \.isWhitespace).prefix { $0.isLetter || $0 == "_" || $0 == "@" }
    return [
      "import", "from", "class", "def", "return", "if", "for", "print", "assert", "@", "__all__",
    ].contains(String(first))
      || text.contains("namedtuple(") || assignment(text) != nil
  }

  /// The name and what it is given; nil for other statements.
  private static func assignment(_ text: String) -> (name: String, value: String)? {
    guard let sign = text.firstIndex(of: "="), text[text.index(after: sign)...].first != "=" else {
      return nil
    }
    let name = text[..<sign].trimmed()
    // An annotation may stand between them.
    let plain = (name.split(separator: ":").first ?? "").trimmed()
    guard let first = plain.first, first.isLetter || first == "_",
      plain.allSatisfy({ $0.isLetter || $0.isNumber || "_.[]'\"".contains($0) })
    else { return nil }
    return (plain, text[text.index(after: sign)...].trimmed())
  }

  private mutating func readStatements(
    _ statements: [Statement], of space: SearchSpace
  ) throws(Failure) {
    var passed: [Int] = []
    for statement in statements {
      let assigned = Self.assignment(statement.text)
      if let assigned, let known = entries.first(where: { $0.name == assigned.value }) {
        entries.append(
          Entry(
            reading: known.reading, name: assigned.name, line: statement.line,
            text: known.text))
        continue
      }
      do {
        entries.append(
          try Self.entry(
            statement.text, line: statement.line, name: assigned?.name, of: space))
      } catch {
        guard Self.isSource(statement.text), !isMeant(statement.text, assigned?.value) else {
          throw error
        }
        passed.append(statement.line)
      }
    }
    guard !entries.isEmpty else {
      throw Failure(
        line: statements[0].line, problem: "there is no architecture of \(space.name) in this text")
    }
    let names = entries.compactMap(\.name)
    if !names.isEmpty { notes.append("note: the architectures are \(list(names))") }
    if !passed.isEmpty {
      notes.append(
        "note: line\(passed.count == 1 ? "" : "s") \(list(passed.map(String.init))) "
          + "hold\(passed.count == 1 ? "s" : "") no architecture")
    }
  }

  /// Whether a statement that cannot be read is an architecture with a mistake.
  private func isMeant(_ text: String, _ value: String?) -> Bool {
    guard let value, !text.contains("namedtuple(") else { return false }
    return value.first.map { "[({".contains($0) } == true || value.contains("Genotype(")
  }
}

extension StringProtocol {
  fileprivate func trimmed() -> String {
    let text = drop(while: \.isWhitespace)
    guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(text[...last])
  }
}
