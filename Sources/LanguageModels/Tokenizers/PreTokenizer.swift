/// Cuts a text into the pieces that byte-pair encoding does not cross: words with the space before
/// them, numbers, punctuation, white space.
///
/// The rules are those of the regular expressions that GPT-2 and Llama 3 were published with.
struct PreTokenizer: Hashable, Sendable {
  enum Style: Hashable, Sendable {
    /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
    case gpt2
    /// The same for contractions of either case, words with any one mark before them, numbers of at
    /// most so many digits, and line ends that stay with what is before them.
    case llama3(digits: Int)
  }

  let style: Style
  /// Whether every digit is cut out first, so that the expression sees what lies between digits.
  var isolatesDigits = false
  /// Whether a space is put before a text that has none.
  var addsSpace = false

  private enum Kind {
    case letter
    case number
    case space
    case lineEnd
    case mark

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x61...0x7A, 0x41...0x5A: self = .letter
      case 0x30...0x39: self = .number
      case 0x0A, 0x0D: self = .lineEnd
      case 0x20, 0x09, 0x0B, 0x0C: self = .space
      case ..<0x80: self = .mark
      default:
        let properties = scalar.properties
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
          self = .letter
        case .decimalNumber, .letterNumber, .otherNumber: self = .number
        default: self = properties.isWhitespace ? .space : .mark
        }
      }
    }

    var isSpace: Bool { self == .space || self == .lineEnd }
  }

  /// The pieces in order. Together they are the text.
  func pieces(of text: Substring) -> [[UInt8]] {
    var scalars = Array(text.unicodeScalars)
    if addsSpace, !scalars.isEmpty, scalars[0] != " " { scalars.insert(" ", at: 0) }
    let kinds = scalars.map(Kind.init)
    var pieces: [[UInt8]] = []
    func take(_ range: Range<Int>) {
      var bytes: [UInt8] = []
      for scalar in scalars[range] { bytes.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
      pieces.append(bytes)
    }
    var start = 0
    while start < scalars.count {
      var end = scalars.count
      if isolatesDigits {
        if kinds[start] == .number {
          take(start..<start + 1)
          start += 1
          continue
        }
        end = kinds[start...].firstIndex(of: .number) ?? end
      }
      while start < end {
        let next = self.end(of: start, before: end, scalars, kinds)
        take(start..<next)
        start = next
      }
    }
    return pieces
  }

  /// Where the piece ends that begins at `start`.
  private func end(
    of start: Int, before end: Int, _ scalars: [Unicode.Scalar], _ kinds: [Kind]
  ) -> Int {
    func run(from first: Int, while holds: (Kind) -> Bool) -> Int {
      var place = first
      while place < end, holds(kinds[place]) { place += 1 }
      return place
    }
    if scalars[start] == "'", let found = contraction(at: start, before: end, scalars) {
      return found
    }
    let hasSpace = scalars[start] == " " && start + 1 < end
    let first = hasSpace ? start + 1 : start
    switch style {
    case .gpt2:
      switch kinds[first] {
      case .letter: return run(from: first) { $0 == .letter }
      case .number: return run(from: first) { $0 == .number }
      case .mark: return run(from: first) { $0 == .mark }
      case .space, .lineEnd: break
      }
    case .llama3(let digits):
      if kinds[start] == .letter { return run(from: start) { $0 == .letter } }
      if kinds[start] != .lineEnd, kinds[start] != .number, start + 1 < end,
        kinds[start + 1] == .letter
      {
        return run(from: start + 1) { $0 == .letter }
      }
      if kinds[start] == .number {
        return min(start + digits, run(from: start) { $0 == .number })
      }
      if kinds[first] == .mark {
        return run(from: run(from: first) { $0 == .mark }) { $0 == .lineEnd }
      }
    }
    let last = run(from: start) { $0.isSpace }
    if case .llama3 = style, let line = kinds[start..<last].lastIndex(of: .lineEnd) {
      return line + 1
    }
    // The last space of several belongs to the word after them.
    return last < end && last - start > 1 ? last - 1 : last
  }

  private static let contractions = ["s", "t", "re", "ve", "m", "ll", "d"].map {
    Array($0.unicodeScalars)
  }

  private func contraction(at start: Int, before end: Int, _ scalars: [Unicode.Scalar]) -> Int? {
    for ending in PreTokenizer.contractions where start + ending.count < end {
      let isFound = ending.indices.allSatisfy { place in
        let found = scalars[start + 1 + place]
        return found == ending[place]
          || style != .gpt2 && found.properties.lowercaseMapping == String(ending[place])
      }
      if isFound { return start + 1 + ending.count }
    }
    return nil
  }
}
