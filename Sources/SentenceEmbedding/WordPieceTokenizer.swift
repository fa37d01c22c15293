import Wording

/// Cuts sentences into the word pieces of BERT, uncased.
///
/// It gives the same numbers as the fast tokenizer that the model was published with: special
/// markers that are written out in the text ("[SEP]") count as markers; control characters vanish;
/// ideographs and punctuation are words of their own; accents and case are dropped; each word is
/// cut greedily into the longest pieces known, or becomes "[UNK]" when that fails or when it has
/// more than 100 scalars.
public struct WordPieceTokenizer: Sendable {
  private let vocabulary: Vocabulary
  private let rules: UnicodeRules
  /// Markers in UTF-8 with their numbers.
  private let markers: [(text: [UInt8], number: Int32)]
  private let unknown: Int32
  private let begin: Int32
  private let end: Int32

  static let longestWord = 100

  /// Why a tokenizer cannot be made, as a clause for an error sentence.
  package struct Problem: Error {
    package let clause: String
  }

  init(vocabulary list: [UInt8], ranges: [Int32], mappings: [Int32]) throws(Problem) {
    guard let rules = UnicodeRules(ranges: ranges, mappings: mappings) else {
      throw Problem(clause: "the tokenizer's tables of Unicode scalars are damaged")
    }
    try self.init(vocabulary: list, rules)
  }

  /// The same treatment of Unicode with another vocabulary.
  ///
  /// - Parameters:
  ///   - pieces: in the order of their numbers, with the five markers among them
  ///   - keepsCase: whether case and accents stay as they are
  /// - Throws: ``Problem``
  package func withVocabulary(
    _ pieces: [String], keepsCase: Bool
  ) throws(Problem) -> WordPieceTokenizer {
    try WordPieceTokenizer(
      vocabulary: pieces.flatMap { Array($0.utf8) + [10] }, keepsCase ? rules.keepingCase : rules)
  }

  private init(vocabulary list: [UInt8], _ rules: UnicodeRules) throws(Problem) {
    do {
      vocabulary = try Vocabulary(list: list)
    } catch {
      switch error {
      case .unfinished: throw Problem(clause: "the vocabulary does not end with a line feed")
      case .repeated(let piece): throw Problem(clause: "the vocabulary lists \"\(piece)\" twice")
      }
    }
    self.rules = rules
    var numbers: [Int32] = []
    var markers: [(text: [UInt8], number: Int32)] = []
    for name in ["[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]"] {
      guard let number = vocabulary.number(of: name) else {
        throw Problem(clause: "the vocabulary lacks the marker \(name)")
      }
      markers.append((Array(name.utf8), number))
      numbers.append(number)
    }
    self.markers = markers
    (begin, end, unknown) = (numbers[0], numbers[1], numbers[2])
  }

  /// The number of word pieces that the vocabulary lists.
  public var vocabularySize: Int { vocabulary.count }

  /// The numbers of the word pieces of a sentence between the markers [CLS] and [SEP].
  ///
  /// - Parameter limit: the most numbers returned, at least 2; pieces beyond it are cut off.
  public func tokens(of sentence: String, limit: Int = .max) -> [Int32] {
    precondition(limit >= 2, "the two markers need room")
    var sentence = sentence
    return [begin] + sentence.withUTF8 { pieces(of: $0, limit: limit - 2) } + [end]
  }

  private func pieces(of text: UnsafeBufferPointer<UInt8>, limit: Int) -> [Int32] {
    var words = WordCollector(rules: rules)
    var pieces: [Int32] = []
    var index = 0
    while index < text.count, pieces.count < limit {
      let byte = text[index]
      if byte == 0x5B, let marker = marker(in: text, at: index) {
        words.finish { append(word: $0, to: &pieces) }
        pieces.append(marker.number)
        index += marker.text.count
      } else if byte < 0x80 {
        words.add(ascii: byte) { append(word: $0, to: &pieces) }
        index += 1
      } else {
        // The text is valid UTF-8, as that of every `String`.
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        var scalar = UInt32(byte) & (0xFF >> UInt32(length + 1))
        for offset in 1..<length { scalar = scalar << 6 | UInt32(text[index + offset] & 0x3F) }
        words.add(scalar) { append(word: $0, to: &pieces) }
        index += length
      }
    }
    words.finish { append(word: $0, to: &pieces) }
    if pieces.count > limit { pieces.removeLast(pieces.count - limit) }
    return pieces
  }

  private func marker(
    in text: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (text: [UInt8], number: Int32)? {
    markers.first { marker in
      text.count - index >= marker.text.count
        && marker.text.indices.allSatisfy { text[index + $0] == marker.text[$0] }
    }
  }

  private func append(word: WordCollector.Word, to pieces: inout [Int32]) {
    let sizeBefore = pieces.count
    guard word.scalars <= Self.longestWord else { return pieces.append(unknown) }
    word.bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      while start < bytes.count {
        var hash = Vocabulary.initialHash(continues: start > 0)
        var best: (number: Int32, end: Int)?
        for index in start..<min(bytes.count, start + vocabulary.longestPiece) {
          hash = Vocabulary.hash(hash, bytes[index])
          let endsScalar = index + 1 == bytes.count || bytes[index + 1] & 0xC0 != 0x80
          if endsScalar,
            let number = vocabulary.number(
              of: UnsafeBufferPointer(rebasing: bytes[start...index]), hash: hash,
              continues: start > 0)
          {
            best = (number, index + 1)
          }
        }
        guard let best else {
          pieces.removeLast(pieces.count - sizeBefore)
          pieces.append(unknown)
          return
        }
        pieces.append(best.number)
        start = best.end
      }
    }
  }
}
