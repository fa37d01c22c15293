// What a description says beside the operator: what it is not, what it is for, where it stands.

extension DescriptionParser {
  private static let deniable: Set<String> = [
    "depthwise", "separable", "dilated", "dilation", "grouped", "groups", "transposed", "max",
    "average", "averaging", "padding", "padded", "bias", "stride", "strides", "strided",
    "deformable", "factorised", "squeeze", "excite",
  ]
  private static let denials: [[String]] = [
    ["but", "not"], ["and", "not"], ["rather", "than"], ["instead", "of"], ["as", "opposed", "to"],
    ["not"], ["non"], ["no"], ["without"], ["neither"], ["nor"],
  ]
  private static let fillers: Set<String> = ["a", "an", "any", "the", "or", "nor", "and", "no"]
  private static let purposes: [[String]] = [
    ["used", "as"], ["used", "for"], ["used", "in"], ["used", "to"], ["serving", "as"],
    ["that", "serves", "as"], ["which", "serves", "as"], ["as", "found", "in"],
  ]
  private static let counts: [[String]] = [
    ["applied", "only", "once"], ["applied", "just", "once"], ["applied", "once"],
    ["only", "once"], ["just", "once"], ["not", "twice"],
  ]
  private static let labels: Set<String> = [
    "the", "stem", "first", "second", "third", "last", "layer", "edge", "operator", "operation",
    "node", "step", "choice", "option",
  ]
  /// What an operator is about; without one of these, what it is not may be all that is said.
  private static let subjects: Set<String> = [
    "convolution", "pooling", "filter", "block", "bottleneck", "kernel", "window", "mbconv",
  ]
  /// Of what is denied, what is noted, or says what the operator does.
  private static let noted = DescriptionLexicon.normalisations.union(DescriptionLexicon.activations)
    .union(["expansion", "neighbours", "neighbouring", "mixing", "mixes", "input", "output"])
  /// Longer ways to say a word.
  private static let phrases: [(phrase: [String], word: String)] = [
    (["groups", "equal", "to", "the", "number", "of", "channels"], "depthwise"),
    (["groups", "equal", "to", "the", "channels"], "depthwise"),
    (["groups", "equal", "to", "channels"], "depthwise"),
    (["one", "group", "per", "channel"], "depthwise"),
    (["one", "grouped", "per", "channel"], "depthwise"),
    (["as", "many", "groups", "as", "channels"], "depthwise"),
  ]

  /// Takes away what tells nothing of the operator, or only what it is not: "3x3 convolution, not
  /// depthwise", "used as a shortcut", "The stem: ...".
  mutating func stripAsides() {
    guard holdsWord(Self.subjects) else { return }
    stripLabel()
    for (phrase, word) in Self.phrases {
      if let start = tokens.indices.first(where: { stands(phrase, at: $0) }) {
        replace(start..<start + phrase.count, by: [word])
      }
    }
    for words in Self.counts {
      while let start = tokens.indices.first(where: { stands(words, at: $0) }) {
        replace(start..<start + words.count)
      }
    }
    for words in Self.purposes {
      if let start = tokens.indices.first(where: { $0 > 0 && stands(words, at: $0) }),
        tokens[..<start].contains(where: { isSubject($0.token) })
      {
        replace(start..<tokens.count)
      }
    }
    stripDenials()
  }

  private func isSubject(_ token: DescriptionToken) -> Bool {
    if case .word(let word) = token { Self.subjects.contains(word) } else { false }
  }

  private func stands(_ words: [String], at index: Int) -> Bool {
    words.enumerated().allSatisfy { word(index + $0) == $1 }
  }

  private mutating func stripLabel() {
    guard let colon = tokens.firstIndex(where: { $0.token == .sign(":") }), colon > 0,
      tokens[..<colon].indices.allSatisfy({
        word($0).map(Self.labels.contains) ?? (value($0, orWord: false) != nil)
      })
    else { return }
    replace(0..<colon + 1)
  }

  private mutating func stripDenials() {
    var index = 0
    while index < tokens.count {
      guard let denial = Self.denials.first(where: { stands($0, at: index) }) else {
        index += 1
        continue
      }
      var end = index + denial.count
      var isDenied = false
      while let word = word(end), Self.deniable.contains(word) || Self.fillers.contains(word) {
        isDenied = isDenied || Self.deniable.contains(word)
        end += 1
      }
      // "instead of a depthwise one"
      if isDenied, word(end) == "one" || word(end) == "ones" { end += 1 }
      while end > index, let word = word(end - 1), Self.fillers.contains(word) { end -= 1 }
      // "..., no pointwise convolution after it"
      if index > 0, isSign(index - 1, [","]),
        tokens[..<index].contains(where: { isSubject($0.token) })
      {
        let last = tokens[index...].firstIndex { $0.token == .sign(",") } ?? tokens.count
        let tells = tokens[index..<last].contains {
          if case .word(let word) = $0.token { Self.noted.contains(word) } else { false }
        }
        if !tells {
          replace(index..<last)
          continue
        }
      }
      // "no depthwise convolution" denies the operator itself.
      guard isDenied, !tokens.indices.contains(end) || !isSubject(tokens[end].token) else {
        index += 1
        continue
      }
      replace(index..<end)
    }
  }
}
