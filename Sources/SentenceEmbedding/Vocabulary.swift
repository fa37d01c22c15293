import Wording

/// The word pieces of a tokenizer and their numbers, as a hash table over the bytes of the list.
///
/// There is no `String` for each of the 30,522 pieces: the table is made in about a millisecond,
/// and looking a piece up allocates nothing.
struct Vocabulary: Sendable {
  /// The number of pieces.
  let count: Int
  /// Bytes in the longest piece; nothing longer needs to be looked up.
  let longestPiece: Int

  /// The pieces in UTF-8, each followed by a line feed.
  private let bytes: [UInt8]
  /// Where the pieces begin in `bytes`, without the "##" of those that continue a word.
  private let starts: [Int32]
  private let ends: [Int32]
  /// Numbers of pieces at the places that their hashes ask for, or -1; a power of two in size.
  private let slots: [Int32]

  /// Why a list of pieces cannot be used.
  enum Problem: Error, Equatable {
    case unfinished
    case repeated(String)
  }

  /// - Parameter list: pieces in UTF-8, each followed by a line feed; their order numbers them.
  init(list: [UInt8]) throws(Problem) {
    guard list.last == 10 else { throw .unfinished }
    var starts: [Int32] = []
    var ends: [Int32] = []
    var longest = 0
    var start = 0
    for (index, byte) in list.enumerated() where byte == 10 {
      let continues = index - start > 2 && list[start] == 35 && list[start + 1] == 35
      // The sign of an end tells the pieces that begin a word from those that continue one.
      starts.append(Int32(continues ? start + 2 : start))
      ends.append(Int32(continues ? -index : index))
      longest = max(longest, index - Int(starts[starts.count - 1]))
      start = index + 1
    }
    var size = 1024
    while size < 4 * starts.count { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    for number in starts.indices {
      let continues = ends[number] < 0
      let (start, end) = (Int(starts[number]), Int(abs(ends[number])))
      var hash = Self.initialHash(continues: continues)
      for index in start..<end { hash = Self.hash(hash, list[index]) }
      var slot = Int(hash) & (size - 1)
      while slots[slot] >= 0 {
        let other = Int(slots[slot])
        if (ends[other] < 0) == continues,
          list[start..<end].elementsEqual(list[Int(starts[other])..<Int(abs(ends[other]))])
        {
          throw .repeated(String(decoding: list[start..<end], as: UTF8.self))
        }
        slot = (slot + 1) & (size - 1)
      }
      slots[slot] = Int32(number)
    }
    bytes = list
    count = starts.count
    longestPiece = longest
    self.starts = starts
    self.ends = ends
    self.slots = slots
  }

  /// The number of a piece, nil when it is none.
  ///
  /// - Parameters:
  ///   - hash: of `piece`, from ``initialHash(continues:)`` on
  ///   - continues: whether it continues a word
  func number(of piece: UnsafeBufferPointer<UInt8>, hash: UInt32, continues: Bool) -> Int32? {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let candidate = Int(slots[slot])
      let start = Int(starts[candidate])
      if (ends[candidate] < 0) == continues, Int(abs(ends[candidate])) - start == piece.count,
        piece.indices.allSatisfy({ bytes[start + $0] == piece[$0] })
      {
        return Int32(candidate)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The number of a piece that begins a word.
  func number(of piece: String) -> Int32? {
    Array(piece.utf8).withUnsafeBufferPointer { bytes in
      let hash = bytes.reduce(Self.initialHash(continues: false), Self.hash)
      return number(of: bytes, hash: hash, continues: false)
    }
  }

  // FNV-1a, which grows with the piece: all prefixes of a word are hashed in one go.

  static func initialHash(continues: Bool) -> UInt32 {
    continues ? 0x9747_B28C : 0x811C_9DC5
  }

  static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(byte)) &* 0x0100_0193
  }
}
