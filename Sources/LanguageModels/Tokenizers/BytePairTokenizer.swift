/// Byte-level byte-pair encoding, as GPT-2 introduced it (Radford et al., 2019): of a piece's
/// tokens, which are its bytes at first, the pair that was merged first in training is merged,
/// until no pair is known.
struct BytePairTokenizer: Sendable {
  /// Why a tokenizer cannot be made, as a clause for an error sentence.
  struct Problem: Error {
    let clause: String
  }

  private struct Merge {
    let rank: Int32
    let token: Int32
  }

  private let preTokenizer: PreTokenizer
  /// The token of each byte; nil for one that the model never saw, which vanishes.
  private let bytes: [Int32?]
  private let merges: [UInt64: Merge]
  /// Tokens of whole pieces, where such are not put together from their parts.
  private let whole: [[UInt8]: Int32]
  private let markers: MarkerSet
  /// The number of tokens that there are.
  let count: Int

  /// - Parameters:
  ///   - tokens: in the order of their numbers, as files write them, a character for each byte
  ///   - merges: pairs of tokens in the order in which they were merged
  ///   - markers: tokens that stand for themselves when they are written in a text
  ///   - keepsWhole: whether a piece that is a token is not put together from its parts
  init(
    tokens: [UnsafeRawBufferPointer], merges pairs: [UnsafeRawBufferPointer],
    markers: [Int: String], _ preTokenizer: PreTokenizer, keepsWhole: Bool
  ) throws(Problem) {
    self.preTokenizer = preTokenizer
    count = tokens.count
    var numbers: [[UInt8]: Int32] = [:]
    numbers.reserveCapacity(tokens.count)
    for (number, token) in tokens.enumerated() where markers[number] == nil {
      guard let text = ByteLevel.bytes(of: token) else {
        let text = shown(String(decoding: token, as: UTF8.self))
        throw Problem(clause: "its token \(number), \"\(text)\", is not written in bytes")
      }
      numbers[text] = Int32(number)
    }
    bytes = (UInt8.min...UInt8.max).map { numbers[[$0]] }
    // Some control characters may lack a token, but no letter does.
    for byte in 0x20..<0x7F where bytes[byte] == nil {
      throw Problem(clause: "its tokenizer has no token for the byte \(byte)")
    }
    var merges: [UInt64: Merge] = [:]
    merges.reserveCapacity(pairs.count)
    for (rank, pair) in pairs.enumerated() {
      guard let space = pair.firstIndex(of: 0x20),
        let left = ByteLevel.bytes(of: UnsafeRawBufferPointer(rebasing: pair[..<space])),
        let right = ByteLevel.bytes(of: UnsafeRawBufferPointer(rebasing: pair[(space + 1)...])),
        let first = numbers[left], let second = numbers[right],
        let merged = numbers[left + right]
      else {
        let text = shown(String(decoding: pair, as: UTF8.self))
        throw Problem(clause: "its tokenizer merges \"\(text)\", which are no tokens of it")
      }
      let key = BytePairTokenizer.key(first, second)
      if merges[key] == nil { merges[key] = Merge(rank: Int32(rank), token: merged) }
    }
    self.merges = merges
    whole = keepsWhole ? numbers : [:]
    self.markers = MarkerSet(markers)
  }

  private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
  }

  /// The numbers of a text's tokens.
  func tokens(of text: String) -> [Int32] {
    var found: [Int32] = []
    for part in markers.parts(of: text) {
      switch part {
      case .marker(let number): found.append(number)
      case .text(let text):
        for piece in preTokenizer.pieces(of: text) { append(piece, to: &found) }
      }
    }
    return found
  }

  private func append(_ piece: [UInt8], to found: inout [Int32]) {
    if let number = whole[piece] { return found.append(number) }
    var parts = piece.compactMap { bytes[Int($0)] }
    while parts.count > 1 {
      var best: (merge: Merge, place: Int)?
      for place in 0..<parts.count - 1 {
        guard let merge = merges[BytePairTokenizer.key(parts[place], parts[place + 1])] else {
          continue
        }
        if best.map({ merge.rank < $0.merge.rank }) ?? true { best = (merge, place) }
      }
      guard let best else { break }
      parts[best.place] = best.merge.token
      parts.remove(at: best.place + 1)
    }
    found.append(contentsOf: parts)
  }
}

/// The characters by which GPT-2's vocabulary writes bytes: printable ones of Latin-1 as they are,
/// the others from U+0100 on.
enum ByteLevel {
  private static let byteOfScalar: [UInt8?] = {
    var table = [UInt8?](repeating: nil, count: 0x100 + 68)
    var others = 0x100
    for byte in 0..<256 {
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: table[byte] = UInt8(byte)
      default:
        table[others] = UInt8(byte)
        others += 1
      }
    }
    return table
  }()

  /// The bytes that a token stands for; nil when it is written in other characters.
  static func bytes(of token: UnsafeRawBufferPointer) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(token.count)
    var place = 0
    while place < token.count {
      // The characters have one byte or two in UTF-8.
      var scalar = Int(token[place])
      if scalar >= 0x80 {
        guard scalar & 0xE0 == 0xC0, place + 1 < token.count else { return nil }
        place += 1
        scalar = (scalar & 0x1F) << 6 | Int(token[place] & 0x3F)
      }
      guard scalar < byteOfScalar.count, let byte = byteOfScalar[scalar] else { return nil }
      bytes.append(byte)
      place += 1
    }
    return bytes
  }
}

/// Markers such as `<|endoftext|>` that stand for themselves wherever they are written.
struct MarkerSet: Sendable {
  enum Part {
    case text(Substring)
    case marker(Int32)
  }

  /// The longest first, so that none hides another.
  private let markers: [(text: String, number: Int32)]

  /// - Parameter markers: by their numbers; empty ones count for nothing
  init(_ markers: [Int: String]) {
    self.markers = markers.filter { !$0.value.isEmpty }.sorted {
      ($1.value.utf8.count, $0.key) < ($0.value.utf8.count, $1.key)
    }.map { ($0.value, Int32($0.key)) }
  }

  /// The text cut at its markers; parts of text are not empty.
  func parts(of text: String) -> [Part] {
    let bytes = text.utf8
    let firsts = Set(markers.compactMap { $0.text.utf8.first })
    var parts: [Part] = []
    var (start, place) = (text.startIndex, text.startIndex)
    while place < bytes.endIndex {
      if firsts.contains(bytes[place]),
        let marker = markers.first(where: { bytes[place...].starts(with: $0.text.utf8) })
      {
        if start < place { parts.append(.text(text[start..<place])) }
        parts.append(.marker(marker.number))
        place = bytes.index(place, offsetBy: marker.text.utf8.count)
        start = place
      } else {
        place = bytes.index(after: place)
      }
    }
    if start < text.endIndex { parts.append(.text(text[start...])) }
    return parts
  }
}
