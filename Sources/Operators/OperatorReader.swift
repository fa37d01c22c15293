import Spaces
import Tensors
import Wording

/// Reads the attributes of an operator from its plain-English description.
///
/// Numbers and modifiers are parsed by rule. The kind of operator is looked up where the words are
/// those of the corpus. Elsewhere the sentence embedding decides it, for all operators of a space
/// together. The kind with the numbers gives the attributes. See docs/operators.md for how well
/// that works.
public struct OperatorReader: Sendable {
  /// Below this cosine to every known description a text is unlike any of them.
  public static let doubtfulCosine: Float = 0.55
  /// A kind that is less probable is not taken: its attributes are estimated one by one.
  static let leastProbability: Float = 0.35

  /// The known kinds of operators and their wordings.
  public let corpus: OperatorCorpus
  private let dictionary: OperatorDictionary
  private let head: OperatorHead?
  private let embeddings: any SentenceEmbeddings

  /// - Parameter head: the trained part; without it the nearest description decides
  public init(
    corpus: OperatorCorpus, head: OperatorHead? = nil, embeddings: any SentenceEmbeddings
  ) {
    self.corpus = corpus
    self.head = head
    self.embeddings = embeddings
    dictionary = head?.dictionary(of: corpus) ?? OperatorDictionary(corpus)
  }

  /// How each operator of one space is understood, in order.
  ///
  /// The meaning of descriptions that the corpus does not have is decided for all of them together,
  /// whatever their order: a second zero or identity is improbable, and the cell's ends are those
  /// that the space names.
  ///
  /// - Parameters:
  ///   - ignoringTypedAttributes: reads the descriptions even of operators whose space file states
  ///     their attributes
  ///   - ignoringRoles: reads also the descriptions of operators that cut a connection or pass
  ///     their input on by the space file, so that ``OperatorReading/role`` comes from the
  ///     description
  /// - Throws: what the encoder throws when an embedding has to be computed and cannot.
  public func read(
    _ operators: [Operator], ignoringTypedAttributes: Bool = false, ignoringRoles: Bool = false
  ) throws -> [OperatorReading] {
    let given: Set<Operator.Role> =
      ignoringRoles ? [.input, .output] : [.zero, .identity, .input, .output]
    let known = operators.map { candidate -> OperatorReading? in
      if !ignoringTypedAttributes, let attributes = candidate.attributes {
        return OperatorReading(candidate, attributes, .typed)
      }
      // Deleted or spliced operators and the cell's ends compute nothing, whatever they are called.
      if given.contains(candidate.role) { return OperatorReading(candidate, .none, .role) }
      return lookUp(candidate)
    }
    return try completed(known, operators) { unknown in
      head.map { verdicts(on: unknown, beside: known.compactMap { $0 }, $0) }
        ?? unknown.map(\.verdict)
    }
  }

  /// How descriptions that belong to no space are understood, each on its own.
  public func readings(of descriptions: [String]) throws -> [OperatorReading] {
    let operators = descriptions.map { Operator(name: "", role: .operation, description: $0) }
    return try completed(operators.map(lookUp), operators) { $0.map(\.verdict) }
  }

  /// A known kind of operator with the description of it that is nearest to a text.
  public struct Neighbour: Sendable {
    public let kind: OperatorKind
    public let description: String
    /// The cosine of the two sentence embeddings.
    public let cosine: Float
  }

  /// For each text the nearest known kinds, each once, nearest first.
  public func nearest(to texts: [String], count: Int) throws -> [[Neighbour]] {
    try nearest(
      to: embeddings.embeddings(of: texts.map { OperatorDescription($0).phrase }), count: count)
  }

  /// The phrases that must be embedded to find the nearest description, for the file of ready-made
  /// embeddings.
  public var phrases: [String] { dictionary.phrases.map(\.words) }
}

extension OperatorReader {
  private func lookUp(_ candidate: Operator) -> OperatorReading? {
    var description = OperatorDescription(english: candidate.description)
    var found = dictionary.kind(of: description, in: corpus.kinds)
    if found == nil {
      description = OperatorDescription(candidate.description)
      found = dictionary.kind(of: description, in: corpus.kinds)
    }
    guard let index = found else { return nil }
    let kind = corpus.kinds[index]
    return reading(candidate, as: kind, description, .exact(kind: kind.name))
  }

  private func reading(
    _ candidate: Operator, as kind: OperatorKind, _ description: OperatorDescription,
    _ source: OperatorReading.Source, jointDecision: OperatorReading.JointDecision? = nil
  ) -> OperatorReading {
    OperatorReading(
      candidate, kind.attributes(description.numbers), source,
      role: candidate.role == .projection ? .projection : kind.role,
      numbers: kind.completed(description.numbers), jointDecision: jointDecision,
      description: description)
  }

  /// The readings with those that are missing.
  ///
  /// - Parameter decide: gives the verdict on each description that the corpus does not have; nil
  ///   where the nearest description decides
  private func completed(
    _ readings: [OperatorReading?], _ operators: [Operator],
    _ decide: ([UnknownDescription]) -> [UnknownDescription.Verdict?]
  ) throws -> [OperatorReading] {
    let unread = operators.indices.filter { readings[$0] == nil }
    guard !unread.isEmpty else { return readings.compactMap { $0 } }
    let unknown = try unknown(unread.map { operators[$0] })
    var readings = readings
    for (place, verdict) in zip(unknown.indices, decide(unknown)) {
      readings[unread[place]] = reading(unknown[place], verdict)
    }
    return readings.compactMap { $0 }
  }

  private func unknown(_ operators: [Operator]) throws -> [UnknownDescription] {
    let descriptions = operators.map { OperatorDescription($0.description) }
    let encoded = try embeddings.embeddings(of: descriptions.map(\.phrase))
    let neighbours = try nearest(to: encoded, count: 1).map { $0.first }
    let guesses = head.map { head in
      let roles = roles(of: head)
      return zip(descriptions, head.guesses(descriptions, encoded)).map { description, guess in
        (description.numbers[.kernel] ?? 1) > 1 ? besideWindow(guess, roles) : guess
      }
    }
    return operators.indices.map { index in
      // Kinds that the head was not trained on are found by their nearest description.
      let isTaught = neighbours[index].map { head?.kinds.contains($0.kind.name) == true } ?? false
      return UnknownDescription(
        candidate: operators[index], description: descriptions[index],
        // Numbers alone are like nothing.
        nearest: descriptions[index].words.isEmpty ? nil : neighbours[index],
        guess: isTaught ? guesses?[index] : nil)
    }
  }

  /// A guess of a description that states a window. The cell's ends and operators that pass their
  /// input on have no window, so any other kind is far more probable. The exception is a guess of a
  /// zero operator, which has no window either.
  ///
  /// - Parameter roles: of the kinds that the guess is about
  private func besideWindow(
    _ guess: OperatorHead.Guess, _ roles: [Operator.Role]
  ) -> OperatorHead.Guess {
    let weighted = guess.weighted(
      by: roles.map {
        [.input, .output, .identity].contains($0) ? JointReading.repetition : 1
      })
    return roles[weighted.kind] == .zero ? guess : weighted
  }

  /// Of each kind that the trained reader tells apart.
  func roles(of head: OperatorHead) -> [Operator.Role] {
    let known = Dictionary(corpus.kinds.map { ($0.name, $0.role) }) { first, _ in first }
    return head.kinds.map { known[$0] ?? .operation }
  }

  private func reading(
    _ unknown: UnknownDescription, _ verdict: UnknownDescription.Verdict?
  ) -> OperatorReading {
    let (candidate, description) = (unknown.candidate, unknown.description)
    guard let nearest = unknown.nearest else {
      return OperatorReading(candidate, .none, .estimated(nearest: "nothing", cosine: 0))
    }
    guard let head, let guess = unknown.guess, let verdict else {
      return reading(
        candidate, as: nearest.kind.variant(for: description, among: corpus.kinds), description,
        .read(
          kind: nearest.kind.name, probability: nil, nearest: nearest.kind.name,
          cosine: nearest.cosine))
    }
    guard let index = verdict.kind,
      let kind = corpus.kinds.first(where: { $0.name == head.kinds[index] })
    else {
      return OperatorReading(
        candidate, guess.attributes,
        .estimated(nearest: nearest.kind.name, cosine: nearest.cosine),
        numbers: description.numbers, jointDecision: verdict.jointDecision,
        description: description)
    }
    // What an operator does decides, not a part of it.
    if let named = namedKind(of: description.english), named.name != kind.name,
      named.name == nearest.kind.name || verdict.probability < 0.5
    {
      return reading(
        candidate, as: named, description,
        .read(
          kind: named.name, probability: nil, nearest: nearest.kind.name, cosine: nearest.cosine))
    }
    let variant = kind.variant(for: description, among: corpus.kinds)
    return reading(
      candidate, as: variant, description,
      .read(
        kind: variant.name, probability: verdict.probability, nearest: nearest.kind.name,
        cosine: nearest.cosine), jointDecision: verdict.jointDecision)
  }

  /// The kind that the words before "with", "by" and their like name: what an operator does, not
  /// how.
  private func namedKind(of text: String) -> OperatorKind? {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    let joints: Set<Substring> = ["with", "by", "using", "whose", "where", "that", "which"]
    guard let end = words.firstIndex(where: joints.contains), end > 0 else { return nil }
    let named = OperatorDescription(english: words[..<end].joined(separator: " "))
    return dictionary.kind(of: named, in: corpus.kinds).map { corpus.kinds[$0] }
  }

  private func nearest(to encoded: Matrix, count: Int) throws -> [[Neighbour]] {
    let phrases = dictionary.phrases
    let known = try embeddings.embeddings(of: phrases.map(\.words))
    let products = encoded.multiplied(byTransposed: known)
    return (0..<encoded.rows).map { row in
      let cosines = Array(products.row(row))
      guard count > 1 else {
        return cosines.indices.max { cosines[$0] < cosines[$1] }.map { phrase in
          [
            Neighbour(
              kind: corpus.kinds[phrases[phrase].kind], description: phrases[phrase].text,
              cosine: cosines[phrase])
          ]
        } ?? []
      }
      var found: [Neighbour] = []
      // Equal cosines keep the order of the corpus.
      for phrase in phrases.indices.sorted(by: { (cosines[$0], -$0) > (cosines[$1], -$1) }) {
        guard found.count < count else { break }
        let kind = corpus.kinds[phrases[phrase].kind]
        guard !found.contains(where: { $0.kind.name == kind.name }) else { continue }
        found.append(
          Neighbour(kind: kind, description: phrases[phrase].text, cosine: cosines[phrase]))
      }
      return found
    }
  }
}

extension OperatorKind {
  /// The kind that differs by the other statements of the description: a dilation, groups.
  func variant(
    for description: OperatorDescription, among kinds: [OperatorKind]
  ) -> OperatorKind {
    for (number, trait) in [(OperatorNumber.dilation, OperatorTrait.dilated), (.groups, .grouped)]
    where description.numbers[number] != nil && numbers[number] == nil {
      let wanted = traits.union([trait])
      if let kind = kinds.first(where: { $0.traits == wanted && $0.cost == cost }) { return kind }
    }
    return self
  }
}
