// How often an operator follows on itself: "3x3 convolution, three times", "two 3x3 convolutions".

extension DescriptionParser {
  /// Numbers of times that are a repetition; more is something else.
  private static let counts = 2...16
  private static let verbs: Set<String> = [
    "repeated", "applied", "stacked", "done", "performed", "executed", "used", "run",
  ]
  /// What is said to be several times as large, rather than done several times.
  private static let multiplied: Set<String> = [
    "expands", "expand", "expanded", "expansion", "widens", "widen", "widened", "dilated",
    "dilation",
    "wider", "width",
  ]
  private static let rows: [[String]] = [
    ["in", "a", "row"], ["in", "sequence"], ["in", "series"], ["in", "succession"],
    ["one", "after", "the", "other"], ["one", "after", "another"], ["after", "each", "other"],
    ["consecutively"], ["successively"], ["over"],
  ]
  private static let heaps: [[String]] = [
    ["a", "stack", "of"], ["stack", "of"], ["a", "sequence", "of"], ["sequence", "of"],
    ["a", "series", "of"], ["series", "of"], ["a", "chain", "of"],
  ]
  /// What may stand between the count and the end of "two consecutive 3x3 convolutions".
  private static let nouns: Set<String> = [
    "convolution", "depthwise", "separable", "grouped", "dilated", "pointwise", "regular", "plain",
    "standard", "ordinary", "normal", "full", "usual", "consecutive", "successive", "stacked",
    "layer",
    "1x1", "mbconv", "inverted", "bottleneck", "bottlenecks", "residual", "block", "blocks",
    "mobile",
    "max", "average", "pooling", "mbconvs",
  ]
  private static let idle: Set<String> = ["consecutive", "successive", "stacked"]
  private static let subjects: Set<String> = [
    "convolution", "pooling", "mbconv", "bottleneck", "block", "blocks", "bottlenecks",
  ]

  /// Whether the corpus has a kind of its own for two of them.
  private var hasKindOfTwo: Bool { holdsWord(["separable", "residual", "basic"]) }

  private func stands(_ words: [String], at index: Int) -> Bool {
    words.enumerated().allSatisfy { word(index + $0) == $1 }
  }

  /// "applied three times", ", repeated twice in a row".
  mutating func claimTimes() {
    guard holdsWord(Self.subjects) else { return }
    for index in tokens.indices {
      guard let (count, length) = times(at: index) else { continue }
      var (start, end) = (index, index + length)
      let isTold = word(index - 1).map(Self.verbs.contains) == true
      if !isTold, holdsWord(Self.multiplied) { continue }
      // "six times the width" counts something else.
      guard isTold || end == tokens.count || isSign(end, [",", "(", ")"]) || startsRow(end) else {
        continue
      }
      if count == 2, hasKindOfTwo { return }
      if let row = Self.rows.first(where: { stands($0, at: end) }) { end += row.count }
      if isTold { start -= 1 }
      while isSign(start - 1, [","]) || word(start - 1) == "and" || word(start - 1) == "is" {
        start -= 1
      }
      repetitions = count
      replace(start..<end)
      return
    }
  }

  private func startsRow(_ index: Int) -> Bool {
    Self.rows.contains { stands($0, at: index) }
  }

  private func times(at index: Int) -> (count: Int, length: Int)? {
    switch word(index) {
    case "twice": return (2, 1)
    case "thrice": return (3, 1)
    default: break
    }
    guard let count = value(index), Self.counts.contains(count), word(index + 1) == "times" else {
      return nil
    }
    return (count, 2)
  }

  /// "two 3x3 convolutions in a row", where nothing else is said.
  mutating func claimCountOfOperators() {
    var rest = words[...]
    if let heap = Self.heaps.first(where: { rest.starts(with: $0) }) {
      rest = rest.dropFirst(heap.count)
    }
    guard let first = rest.first,
      let count = DescriptionLexicon.numberWords[first] ?? Int(first), Self.counts.contains(count)
    else { return }
    rest = rest.dropFirst()
    if let row = Self.rows.first(where: {
      rest.count > $0.count && rest.suffix($0.count) == $0[...]
    }) {
      rest = rest.dropLast(row.count)
    }
    let named = rest.filter { !Self.idle.contains($0) }
    guard named.contains(where: Self.subjects.contains), rest.allSatisfy(Self.nouns.contains),
      count > 2 || named.allSatisfy({ !["separable", "residual", "basic"].contains($0) })
    else { return }
    repetitions = count
    let singular = ["blocks": "block", "bottlenecks": "bottleneck", "mbconvs": "mbconv"]
    words = named.map { singular[$0] ?? $0 }
  }
}
