/// A language in which people describe operators, and how its words become English.
///
/// Rules and corpus are English, and so is the sentence encoder. A text in another language is
/// therefore put into English first, word by word: the words are few, and their order hardly
/// matters to what follows.
struct ForeignLanguage: Sendable {
  private struct Term: Sendable {
    let words: [Substring]
    let english: String
    /// It qualifies the noun before it.
    let follows: Bool
    /// It tells this language from others.
    let tells: Bool
  }

  private static let alphabetic = [
    ForeignTerms.german, ForeignTerms.french, ForeignTerms.spanish, ForeignTerms.italian,
    ForeignTerms.portuguese, ForeignTerms.russian,
  ].map { ForeignLanguage($0) }
  private static let ideographic = [
    ForeignTerms.japanese, ForeignTerms.chinese, ForeignTerms.korean,
  ].map { ForeignLanguage($0) }

  /// The terms by their first word, the longest first. A prefix stands under `*`.
  private let terms: [Substring: [Term]]
  /// Of ideographic languages: all terms, the longest first.
  private let texts: [(text: String, english: String)]

  private init(_ table: String) {
    var terms: [Substring: [Term]] = [:]
    var texts: [(text: String, english: String)] = []
    for line in table.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      let english = parts[1].drop { $0 == " " }
      let mark = parts[0].first.map { "+~".contains($0) ? $0 : " " } ?? " "
      let text = parts[0].drop { "+~ ".contains($0) }
      let words = text.split(separator: " ")
      // What is the same in English tells nothing.
      let tells =
        mark != "~" && ForeignLanguage.folded(String(text)) != english.lowercased()
        && !ForeignLanguage.english.contains(text)
      terms[words[0].hasSuffix("*") ? "*" : words[0], default: []].append(
        Term(words: words, english: String(english), follows: mark == "+", tells: tells))
      texts.append((String(text), String(english)))
    }
    self.terms = terms.mapValues { list in
      list.sorted { ($0.words.count, $0.words[0].count) > ($1.words.count, $1.words[0].count) }
    }
    self.texts = texts.sorted { $0.text.count > $1.text.count }
  }

  /// Terms that English has, too.
  private static let english: Set<Substring> = [
    "maximum", "null", "separable", "separables", "separable*", "deformable", "deformable*",
    "convolutive", "kernel", "kern", "block", "paso", "media", "capa", "atajo", "identische",
    "dilatation", "deconvolution", "atrous", "max pooling", "pooling max", "pooling maximum",
    "passo", "massimo", "addition", "concatenation", "normalisation", "convolution", "block*",
  ]

  /// The text in English; nil where it is English or in a language that is not known.
  static func english(_ text: String) -> String? {
    if text.unicodeScalars.contains(where: isIdeographic) { return fromIdeographs(text) }
    // Most descriptions are English; the first look is cheap.
    let pieces = pieces(of: text)
    var best: (language: ForeignLanguage, words: Int, joints: Int)?
    for language in alphabetic {
      let (words, joints) = language.count(pieces)
      guard words > 0 else { continue }
      if best.map({ (words, joints) > ($0.words, $0.joints) }) ?? true {
        best = (language, words, joints)
      }
    }
    return best.map { $0.language.translated(pieces) }
  }

  // MARK: Alphabets

  private enum Piece {
    /// In small letters without accents.
    case word(Substring)
    case other(Character)
  }

  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    let folded = folded(text)
    var rest = folded[...]
    while let first = rest.first {
      if first.isLetter {
        let word = rest.prefix(while: \.isLetter)
        rest = rest.dropFirst(word.count)
        pieces.append(.word(word))
      } else {
        rest = rest.dropFirst()
        pieces.append(.other(first))
      }
    }
    return pieces
  }

  /// The longest term that begins at a piece, and where it ends.
  private func term(at index: Int, of pieces: [Piece]) -> (term: Term, end: Int)? {
    guard case .word(let first) = pieces[index] else { return nil }
    for term in (terms[first] ?? []) + (terms["*"] ?? []) {
      if let end = end(of: term, at: index, of: pieces) { return (term, end) }
    }
    return nil
  }

  private func end(of term: Term, at index: Int, of pieces: [Piece]) -> Int? {
    var place = index
    for (position, wanted) in term.words.enumerated() {
      if position > 0 {
        guard place < pieces.count, case .other(let sign) = pieces[place], " -'’".contains(sign)
        else { return nil }
        place += 1
      }
      guard place < pieces.count, case .word(let word) = pieces[place] else { return nil }
      let fits = wanted.hasSuffix("*") ? word.hasPrefix(wanted.dropLast()) : word == wanted
      guard fits else { return nil }
      place += 1
    }
    return place
  }

  private func count(_ pieces: [Piece]) -> (words: Int, joints: Int) {
    var (words, joints, index) = (0, 0, 0)
    while index < pieces.count {
      guard let (term, end) = term(at: index, of: pieces) else {
        index += 1
        continue
      }
      if term.tells { words += 1 } else { joints += 1 }
      index = end
    }
    return (words, joints)
  }

  private func translated(_ pieces: [Piece]) -> String {
    var english: [String] = []
    /// Where the noun stands that following words may qualify.
    var noun: Int?
    var index = 0
    while index < pieces.count {
      if let (term, end) = term(at: index, of: pieces) {
        if term.follows, let place = noun {
          english.insert("\(term.english) ", at: place)
        } else {
          if term.english != "of" { noun = english.count }
          english.append(term.english)
        }
        index = end
      } else {
        switch pieces[index] {
        case .word(let word):
          if word != "x" { noun = nil }
          english.append(String(word))
        case .other(let sign):
          if ",.;()".contains(sign) { noun = nil }
          english.append(String("-'’".contains(sign) ? " " : sign))
        }
        index += 1
      }
    }
    return english.joined().split(separator: " ").joined(separator: " ")
  }

  private static let accents: [Character: String] = [
    "à": "a", "á": "a", "â": "a", "ã": "a", "ä": "a", "å": "a", "ç": "c", "è": "e", "é": "e",
    "ê": "e", "ë": "e", "ì": "i", "í": "i", "î": "i", "ï": "i", "ñ": "n", "ò": "o", "ó": "o",
    "ô": "o", "õ": "o", "ö": "o", "ù": "u", "ú": "u", "û": "u", "ü": "u", "ß": "s", "ё": "е",
  ]

  private static func folded(_ text: String) -> String {
    var folded = ""
    for character in text.lowercased() {
      if let plain = accents[character] { folded += plain } else { folded.append(character) }
    }
    return folded
  }

  // MARK: Ideographs

  private static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF: true
    default: false
    }
  }

  private static func fromIdeographs(_ text: String) -> String? {
    let text = plain(text)
    let languages = ideographic.sorted { $0.covered(of: text) > $1.covered(of: text) }
    guard let language = languages.first, language.covered(of: text) > 0 else { return nil }
    return language.replaced(in: text)
  }

  /// How many characters of a text the terms cover.
  private func covered(of text: String) -> Int {
    var (count, rest) = (0, text[...])
    while !rest.isEmpty {
      if let term = texts.first(where: { rest.hasPrefix($0.text) }) {
        count += term.text.count
        rest = rest.dropFirst(term.text.count)
      } else {
        rest = rest.dropFirst()
      }
    }
    return count
  }

  private func replaced(in text: String) -> String {
    var english = ""
    var rest = text[...]
    while let first = rest.first {
      if let term = texts.first(where: { rest.hasPrefix($0.text) }) {
        english += " \(term.english) "
        rest = rest.dropFirst(term.text.count)
      } else {
        english.append(first)
        rest = rest.dropFirst()
      }
    }
    return english.split(separator: " ").joined(separator: " ")
  }

  /// Digits and signs of full width in the usual form.
  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          (0xFF01...0xFF5E).contains(scalar.value)
            ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
        }))
  }
}
