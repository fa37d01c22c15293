/// The reference tokenizer's treatment of each Unicode scalar: cleaning, accents, lower case.
///
/// The rules are data in the encoder's file, taken from the reference tokenizer itself by
/// Scripts/convert-encoder.py, because that one mixes Unicode tables of several ages. The tables of
/// the Swift library would differ from them for hundreds of scalars, and change with the toolchain.
struct UnicodeRules: Sendable {
  /// The treatment of a scalar.
  enum Kind: Equatable {
    /// It is part of a word as it is.
    case keep
    /// It separates words.
    case space
    /// It vanishes.
    case drop
    /// It vanishes, but marks before and after it are not reordered across it.
    case block
    /// It is a word of its own.
    case punctuation
    /// It is a word of its own, like an ideograph.
    case isolate
    /// It turns into up to three others.
    case map
    /// It is a combining mark that stays, and is ordered among its neighbours by this class.
    case reorder(class: UInt8)

    init?(code: Int32) {
      switch code {
      case 1: self = .space
      case 2: self = .drop
      case 3: self = .block
      case 4: self = .punctuation
      case 5: self = .isolate
      case 6: self = .map
      case 257..<512: self = .reorder(class: UInt8(code - 256))
      default: return nil
      }
    }
  }

  private let firsts: [UInt32]
  private let lasts: [UInt32]
  private let kinds: [Kind]
  private let mapped: [UInt32]
  private let replacements: [UInt32]
  /// The kinds of the first 128 scalars, which most text consists of.
  private var asciiKinds: [Kind]
  /// Whether case, accents and their order stay as they are.
  private(set) var keepsCase = false

  /// The same for models that were trained on text with case and accents.
  var keepingCase: UnicodeRules {
    var rules = self
    rules.keepsCase = true
    rules.asciiKinds = asciiKinds.map { $0 == .map ? .keep : $0 }
    return rules
  }

  /// - Parameters:
  ///   - ranges: [n, 3] numbers: first scalar, last scalar, kind; ascending
  ///   - mappings: [m, 4] numbers: a scalar and its replacement, filled up with zeros; ascending
  /// - Returns: nil when the tables are out of order or hold an unknown kind.
  init?(ranges: [Int32], mappings: [Int32]) {
    var firsts: [UInt32] = []
    var lasts: [UInt32] = []
    var kinds: [Kind] = []
    for index in stride(from: 0, to: ranges.count - 2, by: 3) {
      let (first, last) = (ranges[index], ranges[index + 1])
      guard first >= 0, first <= last, last < 0x110000,
        lasts.isEmpty || UInt32(first) > lasts[lasts.count - 1],
        let kind = Kind(code: ranges[index + 2])
      else { return nil }
      firsts.append(UInt32(first))
      lasts.append(UInt32(last))
      kinds.append(kind)
    }
    var mapped: [UInt32] = []
    for index in stride(from: 0, to: mappings.count - 3, by: 4) {
      let row = mappings[index..<index + 4]
      guard row.allSatisfy({ $0 >= 0 && Unicode.Scalar(UInt32($0)) != nil }),
        mapped.isEmpty || UInt32(mappings[index]) > mapped[mapped.count - 1]
      else { return nil }
      mapped.append(UInt32(mappings[index]))
    }
    self.firsts = firsts
    self.lasts = lasts
    self.kinds = kinds
    self.mapped = mapped
    replacements = mappings.map(UInt32.init)
    asciiKinds = (0..<128).map { scalar in
      let range = firsts.indices.first { firsts[$0] <= scalar && scalar <= lasts[$0] }
      return range.map { kinds[$0] } ?? .keep
    }
  }

  /// The kind of a scalar, in O(log n) beyond ASCII.
  func kind(of scalar: UInt32) -> Kind {
    if scalar < 128 { return asciiKinds[Int(scalar)] }
    let index = Self.firstIndex(in: lasts, notBelow: scalar)
    guard index < lasts.count, firsts[index] <= scalar else { return .keep }
    guard keepsCase else { return kinds[index] }
    switch kinds[index] {
    case .map, .reorder: return .keep
    default: return kinds[index]
    }
  }

  /// Calls `body` with each scalar that replaces `scalar`, which is of kind `map` or a syllable.
  func forEachReplacement(of scalar: UInt32, _ body: (UInt32) -> Void) {
    if Self.isHangulSyllable(scalar) {
      // Unicode standard, section 3.12: syllables decompose by formula.
      let index = scalar - 0xAC00
      body(0x1100 + index / 588)
      body(0x1161 + index % 588 / 28)
      if index % 28 > 0 { body(0x11A7 + index % 28) }
      return
    }
    let index = Self.firstIndex(in: mapped, notBelow: scalar)
    guard index < mapped.count, mapped[index] == scalar else { return body(scalar) }
    for place in 4 * index + 1..<4 * index + 4 where replacements[place] != 0 {
      body(replacements[place])
    }
  }

  static func isHangulSyllable(_ scalar: UInt32) -> Bool {
    scalar >= 0xAC00 && scalar <= 0xD7A3
  }

  private static func firstIndex(in values: [UInt32], notBelow value: UInt32) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
