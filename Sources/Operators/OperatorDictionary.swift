import Spaces

/// Finds descriptions of the corpus, whatever their numbers and their spelling.
struct OperatorDictionary: Hashable, Sendable {
  private struct Entry: Hashable {
    let kind: Int
    let named: Set<OperatorNumber>
  }

  /// One way to describe a kind, with its usual numbers.
  struct Phrase: Hashable, Sendable {
    let kind: Int
    let text: String
    /// The words that the encoder reads.
    let words: String
  }

  private var entries: [String: [Entry]] = [:]
  /// All phrasings, each kind's wordings once.
  private(set) var phrases: [Phrase] = []

  /// - Complexity: O(phrasings); each is taken apart, which takes tens of milliseconds in all.
  init(_ corpus: OperatorCorpus) {
    var seen: Set<String> = []
    for (place, kind) in corpus.kinds.enumerated() {
      for phrasing in kind.phrasings {
        let text = OperatorWordings.plain.filled(
          phrasing.template, with: kind.usualNumbers, choosing: { _ in 0 })
        let description = OperatorDescription(english: text)
        add(
          key: description.key, Entry(kind: place, named: phrasing.namedNumbers),
          seen.insert("\(place) \(description.phrase)").inserted
            ? Phrase(kind: place, text: text, words: description.phrase) : nil)
      }
    }
  }

  private mutating func add(key: String, _ entry: Entry, _ phrase: Phrase?) {
    // Several phrasings with the same words are one entry.
    if entries[key]?.contains(entry) != true { entries[key, default: []].append(entry) }
    if let phrase { phrases.append(phrase) }
  }

  /// The only kind with this description; nil when there is none or the numbers do not decide
  /// between several.
  func kind(of description: OperatorDescription, in kinds: [OperatorKind]) -> Int? {
    guard let found = entries[description.key] else { return nil }
    let stated = Set(description.numbers.keys).subtracting([.stride])
    let able = found.filter { stated.isSubset(of: kinds[$0.kind].numbers.keys) }
    for candidates in [able.filter { $0.named.subtracting([.stride]) == stated }, able] {
      if let first = candidates.first, candidates.allSatisfy({ $0.kind == first.kind }) {
        return first.kind
      }
    }
    return nil
  }
}

// MARK: Ready made

extension OperatorDictionary {
  private static let separators = (row: UInt8(ascii: "\n"), field: UInt8(ascii: "\t"))

  /// The dictionary as UTF-8 text, so that a program need not take all phrasings apart when it
  /// starts: one line for each entry (the kind's index, the numbers it names, its key), then one
  /// for each phrase (the kind's index, the text, the words); fields stand between tabs.
  ///
  /// Equal dictionaries have equal tables; nil when a text of the corpus holds a tab or a line
  /// break.
  var table: [UInt8]? {
    var rows: [[String]] = []
    for (key, found) in entries.sorted(by: { $0.key < $1.key }) {
      for entry in found {
        rows.append([
          "entry", "\(entry.kind)", entry.named.sorted().map(\.rawValue).joined(separator: ","),
          key,
        ])
      }
    }
    rows += phrases.map { ["phrase", "\($0.kind)", $0.text, $0.words] }
    let isClean = rows.joined().allSatisfy {
      !$0.utf8.contains(Self.separators.row) && !$0.utf8.contains(Self.separators.field)
    }
    guard isClean else { return nil }
    return Array(rows.map { $0.joined(separator: "\t") }.joined(separator: "\n").utf8)
  }

  /// Reads a ``table``; nil when it is none, or names kinds beyond the first `kinds`.
  init?(table: [UInt8], kinds: Int) {
    for row in table.split(separator: Self.separators.row) {
      let fields = row.split(separator: Self.separators.field, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      guard fields.count == 4, let kind = Int(fields[1]), (0..<kinds).contains(kind) else {
        return nil
      }
      switch fields[0] {
      case "entry":
        let names = fields[2].split(separator: ",")
        let named = names.compactMap { OperatorNumber(rawValue: String($0)) }
        guard named.count == names.count else { return nil }
        add(key: fields[3], Entry(kind: kind, named: Set(named)), nil)
      case "phrase": phrases.append(Phrase(kind: kind, text: fields[2], words: fields[3]))
      default: return nil
      }
    }
  }
}
