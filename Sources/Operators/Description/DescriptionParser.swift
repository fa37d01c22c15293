import Wording

/// Takes a description apart. Rules run one after another over the tokens. Each claims the tokens
/// that it understood; the unclaimed ones are the words of the description.
struct DescriptionParser {
  private(set) var numbers: [OperatorNumber: Int] = [:]
  /// The numbers that the text states beyond their limits.
  private(set) var outOfReach: Set<OperatorNumber> = []
  var lines = 0
  var deniesNormalisation = false
  var deniesActivation = false
  /// How often the operator follows on itself.
  var repetitions = 1
  var words: [String] = []

  var tokens: [DescriptionLexer.Token]
  /// A library call such as `nn.Conv2d(C, C, 3)`, or one name such as `conv3`: numbers may stand
  /// alone.
  private let isCode: Bool
  private let isCall: Bool

  init(_ text: String) {
    isCall = zip(text, text.dropFirst()).contains {
      ($0.isLetter || $0.isNumber || $0 == "_") && $1 == "("
    }
    isCode = isCall || !text.contains(where: \.isWhitespace)
    tokens = DescriptionLexer.tokens(of: text, isCall: isCall)
  }

  mutating func parse() {
    normaliseWords()
    if !isCode {
      claimTimes()
      stripAsides()
    }
    claimWindows()
    claimCountedNumbers()
    claimNamedNumbers()
    if isCall { dropArguments() }
    if isCode { claimLoneNumber() }
    collectWords()
    stripFrame()
    stripNormalisation()
    if !isCode { claimCountOfOperators() }
  }

  // MARK: Access

  func word(_ index: Int) -> String? {
    guard tokens.indices.contains(index), case .word(let word) = tokens[index].token else {
      return nil
    }
    return word
  }

  func isSign(_ index: Int, _ signs: Set<Character>) -> Bool {
    guard tokens.indices.contains(index), case .sign(let sign) = tokens[index].token else {
      return false
    }
    return signs.contains(sign)
  }

  /// The whole number at a place, in digits or as a word.
  func value(_ index: Int, orWord: Bool = true) -> Int? {
    guard tokens.indices.contains(index) else { return nil }
    switch tokens[index].token {
    case .number(let number): return number == number.rounded() ? wholeNumber(number) : nil
    case .word(let word): return orWord ? DescriptionLexicon.numberWords[word] : nil
    case .sign: return nil
    }
  }

  func isGlued(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].isGlued }

  /// Records a number, unless the text has stated it before.
  mutating func state(_ number: OperatorNumber, _ value: Int) {
    if numbers[number] == nil, value > 0 { restate(number, value) }
  }

  /// Records a number in place of what was stated before. One beyond its limit is no such number.
  mutating func restate(_ number: OperatorNumber, _ value: Int) {
    guard number.limit.range.contains(value) else {
      outOfReach.insert(number)
      return
    }
    numbers[number] = value
  }

  /// Puts words in the place of some tokens.
  mutating func replace(_ range: Range<Int>, by words: [String] = []) {
    tokens.replaceSubrange(
      range, with: words.map { DescriptionLexer.Token(token: .word($0), isGlued: false) })
  }

  var holdsWord: (Set<String>) -> Bool {
    { words in
      tokens.contains { if case .word(let word) = $0.token { words.contains(word) } else { false } }
    }
  }

  // MARK: Words

  private mutating func normaliseWords() {
    var index = 0
    while index < tokens.count {
      if let word = word(index), let other = DescriptionLexicon.synonyms[word],
        !(isSign(index + 1, ["="]) && word == "group")
      {
        let isGlued = tokens[index].isGlued
        replace(index..<index + 1, by: other)
        tokens[index].isGlued = isGlued
        index += other.count
      } else {
        index += 1
      }
    }
    index = 0
    while index + 1 < tokens.count {
      if let first = word(index), let second = word(index + 1),
        let other = DescriptionLexicon.pairs[[first, second]]
      {
        replace(index..<index + 2, by: other)
      }
      index += 1
    }
  }

  /// Of a call only the names of functions, `1x1` and the source of `depthwise` stay.
  private mutating func dropArguments() {
    let meaningful: Set<String> = [
      "depthwise", "1x1", "1x3", "3x1", "max", "average", "squeeze", "excite", "bidirectional",
      "dilated", "grouped", "repeat",
    ]
    let places: Set<String> = ["nn", "f", "tf", "keras", "torch", "torchvision"]
    var depth = 0
    var kept: [DescriptionLexer.Token] = []
    for (index, token) in tokens.enumerated() {
      switch token.token {
      case .sign("("): depth += 1
      case .sign(")"): depth -= 1
      case .sign: break
      case .word(let word):
        if places.contains(word) { continue }
        let isName = depth == 0 || isSign(index + 1, ["("]) || isFollowedByCall(index)
        if isName || meaningful.contains(word) { kept.append(token) }
      case .number(let number):
        if depth == 0 || number == 0 || !isSign(index - 1, ["=", "/"]) { kept.append(token) }
      }
    }
    tokens = kept
  }

  /// Whether only words stand between a word and a parenthesis, as in `max pool 2d(`.
  private func isFollowedByCall(_ index: Int) -> Bool {
    var place = index + 1
    while word(place) != nil { place += 1 }
    return isSign(place, ["("])
  }

  /// In a name or a call a small unexplained number is the kernel: `conv3`, `Conv2d(C, C, 3)`.
  private mutating func claimLoneNumber() {
    var isFirst = numbers[.kernel] == nil
    for index in tokens.indices.reversed() {
      guard let value = value(index, orWord: false), value > 0 else { continue }
      // Of several the first one counts.
      let isEarliest = !tokens[..<index].indices.contains {
        self.value($0, orWord: false).map { (1...31).contains($0) } ?? false
      }
      if isFirst, isEarliest, (1...31).contains(value) {
        restate(holdsWord(["head", "heads"]) ? .heads : .kernel, value)
        isFirst = false
        let isPointwise = value == 1 && holdsWord(["convolution"])
        replace(index..<index + 1, by: isPointwise ? ["1x1"] : [])
      } else {
        replace(index..<index + 1)
      }
    }
  }

  private mutating func collectWords() {
    words = tokens.compactMap { token in
      switch token.token {
      case .word(let word):
        return word == "2d" ? nil : word
      case .number(let number):
        // What is too large for any number of an operator says nothing of it.
        guard number < 1e6 else { return nil }
        return number == number.rounded() ? "\(Int(number))" : "\(number)"
      case .sign: return nil
      }
    }
  }
}

// MARK: - Frames

extension DescriptionParser {
  /// Takes away the frame that only presents the operator: "this edge applies a ... to the feature
  /// map".
  private mutating func stripFrame() {
    let subjects = DescriptionLexicon.frameSubjects
    let verbs = DescriptionLexicon.frameVerbs
    let opening = words.prefix { subjects.contains($0) || verbs.contains($0) }
    if let last = opening.lastIndex(where: verbs.contains), last + 1 < words.count {
      words.removeFirst(last + 1)
    }
    for ending in DescriptionLexicon.frameEndings
    where words.count > ending.count && words.suffix(ending.count) == ending[...] {
      words.removeLast(ending.count)
      break
    }
  }
}

// MARK: - Normalisation and activation

extension DescriptionParser {
  /// Takes away normalisations and activations that come with every convolution, and notes where
  /// they are negated.
  private mutating func stripNormalisation() {
    let (norms, activations) = (
      DescriptionLexicon.normalisations, DescriptionLexicon.activations
    )
    let all = norms.union(activations).union(DescriptionLexicon.connectors)
    stripNegation(norms, activations)
    guard let last = words.lastIndex(where: { !all.contains($0) }) else { return }
    let ending = words[(last + 1)...]
    if ending.contains(where: { norms.contains($0) || activations.contains($0) }),
      words[...last].contains(where: DescriptionLexicon.carriers.contains)
    {
      words.removeSubrange((last + 1)...)
    }
    // `ReLU-Conv-BN`
    while words.count > 1, norms.contains(words[0]) || activations.contains(words[0]),
      words.contains("convolution"), !words[0].hasPrefix("function")
    {
      words.removeFirst()
    }
  }

  private mutating func stripNegation(_ norms: Set<String>, _ activations: Set<String>) {
    let joints: Set<String> = ["or", "and", "nor", "any", "a", "no", "without", "batch"]
    var index = 0
    while index < words.count {
      guard ["without", "no"].contains(words[index]) else {
        index += 1
        continue
      }
      var end = index + 1
      var (norm, activation) = (false, false)
      while end < words.count,
        norms.contains(words[end]) || activations.contains(words[end])
          || joints.contains(words[end])
      {
        norm = norm || norms.contains(words[end])
        activation = activation || activations.contains(words[end])
        end += 1
      }
      guard norm || activation else {
        index += 1
        continue
      }
      deniesNormalisation = deniesNormalisation || norm
      deniesActivation = deniesActivation || activation
      words.removeSubrange(index..<end)
    }
  }
}
