import Spaces

/// Finds descriptions of the corpus again, whatever their numbers and their spelling.
struct OperatorDictionary: Sendable {
  private struct Entry {
    let kind: Int
    let named: Set<OperatorNumber>
  }

  /// One way to describe a kind, with its usual numbers.
  struct Phrase: Sendable {
    let kind: Int
    let text: String
    /// What the encoder reads.
    let words: String
  }

  private var entries: [String: [Entry]] = [:]
  /// All phrasings, each kind's wordings once.
  private(set) var phrases: [Phrase] = []

  /// - Complexity: O(phrasings)
  init(_ corpus: OperatorCorpus) {
    var seen: Set<String> = []
    for (place, kind) in corpus.kinds.enumerated() {
      for phrasing in kind.phrasings {
        let text = OperatorWordings.plain.filled(
          phrasing.template, with: kind.usualNumbers, choosing: { _ in 0 })
        let description = OperatorDescription(text)
        entries[description.key, default: []].append(
          Entry(kind: place, named: phrasing.namedNumbers))
        if seen.insert("\(place) \(description.phrase)").inserted {
          phrases.append(Phrase(kind: place, text: text, words: description.phrase))
        }
      }
    }
  }

  /// The only kind that is described so; nil when there is none or the numbers do not decide between
  /// several.
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
