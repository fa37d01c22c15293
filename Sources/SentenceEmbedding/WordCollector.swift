/// Turns a stream of Unicode scalars into words: normalized, and cut at spaces and punctuation.
struct WordCollector {
  struct Word {
    var bytes: [UInt8] = []
    var scalars = 0
  }

  private let rules: UnicodeRules
  private var word = Word()
  /// Combining marks that wait for their order: canonical order sorts them by class, and leaves
  /// marks of one class as they are.
  private var marks: [(scalar: UInt32, class: UInt8)] = []

  init(rules: UnicodeRules) {
    self.rules = rules
  }

  /// Adds a scalar and calls `emit` with each word that it completes.
  mutating func add(_ scalar: UInt32, _ emit: (Word) -> Void) {
    if !rules.keepsCase, UnicodeRules.isHangulSyllable(scalar) {
      replace(scalar, emit)
      return
    }
    switch rules.kind(of: scalar) {
    case .drop:
      break
    case .block:
      placeMarks()
    case .isolate:
      finish(emit)
      append(scalar)
      finish(emit)
    case .map:
      replace(scalar, emit)
    case .keep, .space, .punctuation, .reorder:
      place(scalar, emit)
    }
  }

  /// The same as ``add(_:_:)`` for one byte, faster.
  mutating func add(ascii byte: UInt8, _ emit: (Word) -> Void) {
    switch rules.kind(of: UInt32(byte)) {
    case .keep:
      placeMarks()
      word.bytes.append(byte)
      word.scalars += 1
    case .map where byte >= 0x41 && byte <= 0x5A:
      placeMarks()
      word.bytes.append(byte | 0x20)
      word.scalars += 1
    default:
      add(UInt32(byte), emit)
    }
  }

  /// Completes the word begun, if there is one.
  mutating func finish(_ emit: (Word) -> Void) {
    placeMarks()
    guard !word.bytes.isEmpty else { return }
    emit(word)
    word.bytes.removeAll(keepingCapacity: true)
    word.scalars = 0
  }

  private mutating func replace(_ scalar: UInt32, _ emit: (Word) -> Void) {
    // Replacements are in their final form, which only needs to be put in its place.
    var replacements: (UInt32, UInt32, UInt32) = (0, 0, 0)
    var count = 0
    rules.forEachReplacement(of: scalar) { replacement in
      switch count {
      case 0: replacements.0 = replacement
      case 1: replacements.1 = replacement
      default: replacements.2 = replacement
      }
      count += 1
    }
    place(replacements.0, emit)
    if count > 1 { place(replacements.1, emit) }
    if count > 2 { place(replacements.2, emit) }
  }

  private mutating func place(_ scalar: UInt32, _ emit: (Word) -> Void) {
    switch rules.kind(of: scalar) {
    case .reorder(let order):
      marks.append((scalar, order))
    case .space:
      finish(emit)
    case .punctuation:
      finish(emit)
      append(scalar)
      finish(emit)
    default:
      placeMarks()
      append(scalar)
    }
  }

  private mutating func placeMarks() {
    guard !marks.isEmpty else { return }
    let ordered = marks.enumerated().sorted {
      ($0.element.class, $0.offset) < ($1.element.class, $1.offset)
    }
    for (_, mark) in ordered { append(mark.scalar) }
    marks.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ scalar: UInt32) {
    guard let valid = Unicode.Scalar(scalar) else { return }
    word.bytes.append(contentsOf: UTF8.encode(valid) ?? .init())
    word.scalars += 1
  }
}
