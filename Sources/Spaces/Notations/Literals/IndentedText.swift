/// A mapping on several lines, as YAML writes configurations:
///
///     RETRAIN:
///       MLP_RATIO: [3.5, 4.0]
///       NUM_HEADS:
///         - 3
///         - 4
///
/// Keys and lists nest by their indentation; values are literals on one line.
struct IndentedText {
  private struct Line {
    let indent: Int
    let start: Int
    let end: Int
  }

  private let text: String
  private let characters: [Unicode.Scalar]
  private let lines: [Line]

  /// Nil for a text that is no such mapping.
  init?(_ text: String) {
    let characters = Array(text.unicodeScalars)
    var lines: [Line] = []
    var place = 0
    for part in characters.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let begin = place
      place += part.count + 1
      guard let first = part.firstIndex(where: { !$0.isSpace }),
        characters[first] != "#", !part.starts(with: "---".unicodeScalars)
      else { continue }
      var end = part.endIndex
      while characters[end - 1].isSpace { end -= 1 }
      lines.append(Line(indent: first - begin, start: first, end: end))
    }
    (self.text, self.characters, self.lines) = (text, characters, lines)
    guard let first = lines.first, key(of: first) != nil else { return nil }
  }

  func value() throws(ArchitectureError) -> Literal {
    var next = 0
    let value = try block(from: &next)
    guard next == lines.count else {
      throw ArchitectureError(
        text, atScalar: lines[next].start + 1,
        "this line is indented less or more than those before it")
    }
    return value
  }

  private func string(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(characters[range]))
  }

  /// Where the key of a line ends; nil for a line without one.
  private func key(of line: Line) -> Int? {
    var place = line.start
    while place < line.end,
      characters[place].startsName || characters[place].isNumber
        || "-./".unicodeScalars.contains(characters[place])
    {
      place += 1
    }
    guard place > line.start, place < line.end, characters[place] == ":",
      place + 1 == line.end || characters[place + 1].isSpace
    else { return nil }
    return place
  }

  private func isItem(_ line: Line) -> Bool {
    characters[line.start] == "-"
      && (line.start + 1 == line.end || characters[line.start + 1].isSpace)
  }

  /// The lines of one indentation, from a line on.
  private func block(from next: inout Int) throws(ArchitectureError) -> Literal {
    let first = lines[next]
    var (items, entries): ([Literal], [Literal.Entry]) = ([], [])
    while next < lines.count, lines[next].indent == first.indent,
      isItem(lines[next]) == isItem(first)
    {
      let line = lines[next]
      next += 1
      if isItem(line) {
        items.append(try scalar(line.start + 1, line))
      } else {
        guard let end = key(of: line) else {
          throw ArchitectureError(text, atScalar: line.start + 1, "expected a key and a colon")
        }
        let key = Literal(.text(string(line.start..<end)), at: line.start + 1)
        let isNested =
          end + 1 >= line.end && next < lines.count
          && (lines[next].indent > line.indent
            || lines[next].indent == line.indent && isItem(lines[next]))
        let value = isNested ? try block(from: &next) : try scalar(end + 1, line)
        guard !entries.contains(where: { $0.key.text == key.text }) else {
          throw ArchitectureError(text, atScalar: key.place, "the key \(key.shown) is given twice")
        }
        entries.append(Literal.Entry(key: key, value: value))
      }
    }
    return Literal(isItem(first) ? .list(items) : .entries(entries), at: first.start + 1)
  }

  /// The value on the rest of a line: a literal, or a plain text.
  private func scalar(_ start: Int, _ line: Line) throws(ArchitectureError) -> Literal {
    var reader = LiteralReader(text, Array(characters[..<line.end]), from: start)
    reader.skipSpace()
    let first = reader.position
    guard first < line.end else { return Literal(.null, at: line.start + 1) }
    do {
      let value = try reader.value()
      reader.skipSpace()
      if reader.position >= line.end { return value }
    } catch {
      if characters[first].opensBracket { throw error }
    }
    return Literal(.text(string(first..<line.end)), at: first + 1)
  }
}
