import Wording

/// Finds the one value in a text: behind names (`DARTS_V2 = Genotype(...)`), behind what a log
/// writes in front, and before a semicolon or a comment.
struct LiteralSearch {
  private let text: String
  private let characters: [Unicode.Scalar]
  /// So that no long text is tried at too many places.
  private static let mostStarts = 64

  init(_ text: String) {
    self.text = text
    characters = Array(text.unicodeScalars)
  }

  /// - Parameter expected: an example of what the text should be
  /// - Throws: ``ArchitectureError`` naming the first wrong character.
  func value(expected: @autoclosure () -> String) throws(ArchitectureError) -> Literal {
    var furthest: (error: ArchitectureError, place: Int)?
    let starts = starts.prefix(LiteralSearch.mostStarts)
    for start in starts {
      do {
        let value = try value(from: start)
        try checkPrefix(before: start)
        return value
      } catch {
        let place = error.character ?? 0
        if furthest.map({ place >= $0.place }) ?? true { furthest = (error, place) }
      }
    }
    throw furthest?.error
      ?? ArchitectureError(text, "holds no list, dictionary or call; expected \(expected())")
  }

  /// The places where the value may begin: at the front, and behind a space or a sign. No bracket
  /// may be open there, so that no part of a value is taken for it.
  private var starts: [Int] {
    var starts: [Int] = []
    var open = 0
    for (place, sign) in characters.enumerated() {
      let before = place > 0 ? characters[place - 1] : " "
      if open == 0, before.isSpace || before == "=" || before == ":" || before == ">" {
        let isQuote = LiteralReader.closing(of: sign) != nil
        if sign.opensBracket || isQuote || sign.startsName && isCall(at: place) {
          starts.append(place)
        }
      }
      if sign.opensBracket { open += 1 } else if sign.closesBracket { open -= 1 }
    }
    return starts
  }

  private func isCall(at place: Int) -> Bool {
    var end = place
    while end < characters.count,
      characters[end].startsName || characters[end].isNumber || characters[end] == "."
    {
      end += 1
    }
    while end < characters.count, characters[end] == " " { end += 1 }
    return end < characters.count && characters[end] == "("
  }

  private func value(from start: Int) throws(ArchitectureError) -> Literal {
    var reader = LiteralReader(text, characters, from: start)
    let value = try reader.value()
    reader.skipSpace()
    var end = reader.position
    while end < characters.count,
      characters[end] == "," || characters[end] == ";" || characters[end].isSpace
    {
      end += 1
    }
    guard end < characters.count, characters[end] != "#" else { return value }
    throw ArchitectureError(
      text, atScalar: end + 1, "found \"\(characters[end])\", expected the end of the text")
  }

  /// Of two values in one text none is the one that is meant.
  private func checkPrefix(before start: Int) throws(ArchitectureError) {
    for place in characters[..<start].indices where characters[place].opensBracket {
      var reader = LiteralReader(text, characters, from: place)
      guard let value = try? reader.value(), reader.position <= start else { continue }
      let count = value.elements?.count ?? value.entries?.count ?? 0
      guard count < 2 else {
        throw ArchitectureError(
          text, atScalar: start + 1,
          "there is another value at character \(place + 1); expected one in a text")
      }
    }
  }
}
