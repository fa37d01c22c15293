import Randomness
import Spaces
import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Measures how well descriptions are read that no reader was trained on.
public struct ReaderEvaluation: Sendable {
  /// Shares of all descriptions by the outcome of reading them.
  public struct Figures: Sendable {
    public let count: Int
    /// Traits, kernel and cost are right.
    public let whole: Double
    /// The traits are right.
    public let traits: Double
    public let kernel: Double
    /// The cost is right within ``costTolerance``.
    public let cost: Double
    /// The four attributes that are yes or no are right: all that networks see, except the cost.
    public let attributes: Double
    /// The share of operators without computation whose part in a cell is right; nil where there
    /// are none.
    public let roles: Double?
    /// The share found in the corpus, up to numbers and spelling.
    public let exact: Double
    /// Reported to resemble nothing that is known.
    public let doubtful: Double
    /// The share of readings that are right as a whole, averaged over phrasings instead of
    /// descriptions.
    public let wholeOfPhrasings: Double
  }

  /// How phrasings are read that were held out.
  public struct HeldOut: Sendable {
    /// All their descriptions, each on its own.
    public let descriptions: Figures
    /// The operators of spaces that were drawn from these, each on its own.
    public let apart: Figures
    /// The same, the operators of each space together.
    public let together: Figures
  }

  /// In powers of two of 1 + 9 cost.
  static let costTolerance: Float = 0.35

  let corpus: OperatorCorpus
  let examples: [OperatorExample]
  /// For training alone.
  private let sentences: [OperatorExample]
  private let embeddings: any SentenceEmbeddings

  /// - Parameter embeddings: must embed any text
  public init(of corpus: OperatorCorpus, embeddings: any SentenceEmbeddings) {
    self.corpus = corpus
    self.embeddings = embeddings
    var random = SplitMix64(seed: 1)
    examples = corpus.examples(using: &random)
    sentences = corpus.sentences(using: &random)
  }

  /// All descriptions that are made of the corpus.
  public var descriptionCount: Int { examples.count }

  /// Trains a reader without a quarter of the phrasings of each kind, and reads these.
  ///
  /// - Parameters:
  ///   - byKey: leaves out also all phrasings that have the same words but for numbers and spelling
  public func heldOut(split: Int, byKey: Bool = false, seeds: [UInt64] = [0]) throws -> HeldOut {
    var held = heldPhrasings(split: split)
    if byKey {
      let keys = Set(
        examples.filter { held.contains([$0.kind, $0.phrasing]) }.map(\.description.key))
      for example in examples where keys.contains(example.description.key) {
        held.insert([example.kind, example.phrasing])
      }
    }
    let reader = try reader(seeds: seeds) { !held.contains([$0, $1]) }
    let descriptions = examples.filter { held.contains([$0.kind, $0.phrasing]) }
    let spaces = spaces(of: descriptions, split: split)
    return HeldOut(
      descriptions: try figures(of: reader, for: descriptions),
      apart: try figures(of: reader, for: spaces.flatMap { $0 }),
      together: try figures(of: reader, forSpaces: spaces))
  }

  /// A quarter of the phrasings of each kind that has more than three, as kind and phrasing.
  func heldPhrasings(split: Int) -> Set<[Int]> {
    var random = SplitMix64(seed: 1000 + UInt64(split))
    var held: Set<[Int]> = []
    for (place, kind) in corpus.kinds.enumerated() where kind.phrasings.count > 3 {
      var order = Array(kind.phrasings.indices)
      random.shuffle(&order)
      for index in order.prefix(kind.phrasings.count / 4) { held.insert([place, index]) }
    }
    return held
  }

  /// Trains a reader without some kinds, and reads their descriptions.
  public func leftOut(_ names: Set<String>, seeds: [UInt64] = [0]) throws -> Figures {
    let reader = try reader(seeds: seeds) { kind, _ in
      !names.contains(corpus.kinds[kind].name)
    }
    return try figures(
      of: reader, for: examples.filter { names.contains(corpus.kinds[$0.kind].name) })
  }

  /// A reader trained only on the phrasings for which `isKept`, given kind and phrasing, is true.
  ///
  /// - Parameter keys: of sentences that it is not trained on either
  func reader(
    seeds: [UInt64], without keys: Set<String> = [], keeping isKept: (Int, Int) -> Bool
  ) throws -> OperatorReader {
    var places: [Int: Int] = [:]
    var kinds: [OperatorKind] = []
    for (place, kind) in corpus.kinds.enumerated() {
      let kept = kind.phrasings.indices.filter { isKept(place, $0) }
      guard !kept.isEmpty else { continue }
      places[place] = kinds.count
      kinds.append(
        OperatorKind(
          name: kind.name, role: kind.role, traits: kind.traits, numbers: kind.numbers,
          cost: kind.cost, smoothing: kind.smoothing, phrasings: kept.map { kind.phrasings[$0] }))
    }
    let rest = OperatorCorpus(kinds: kinds, wordings: corpus.wordings)
    let kept = examples.filter { isKept($0.kind, $0.phrasing) }
    // Nor is a reader trained on sentences with the very words of a held-out phrasing.
    let words = keys.union(
      examples.filter { !isKept($0.kind, $0.phrasing) }.map(\.description.key))
    let added = sentences.filter { !words.contains($0.description.key) }
    let training = (kept + added).compactMap { example -> OperatorExample? in
      guard let place = places[example.kind] else { return nil }
      return OperatorExample(
        kind: place, phrasing: example.phrasing, text: example.text, numbers: example.numbers,
        description: example.description)
    }
    let encoded = try embeddings.embeddings(of: training.map(\.description.phrase))
    return OperatorReader(
      corpus: rest, head: .trained(on: training, of: rest, encoded: encoded, seeds: seeds),
      embeddings: embeddings)
  }

  /// How a reader reads descriptions whose operators are known.
  func figures(of reader: OperatorReader, for examples: [OperatorExample]) throws -> Figures {
    figures(
      of: try reader.readings(of: examples.map(\.text)), for: examples, among: reader.corpus.kinds)
  }

  /// - Parameter kinds: those of the corpus that the readings were made with
  func figures(
    of readings: [OperatorReading], for examples: [OperatorExample], among kinds: [OperatorKind]
  ) -> Figures {
    var sums = Sums()
    for (example, reading) in zip(examples, readings) {
      sums.add(reading, corpus.kinds[example.kind], example, kinds: kinds)
    }
    return sums.figures
  }
}

extension ReaderEvaluation {
  private struct Sums {
    var count = 0.0
    var (whole, traits, kernel, cost, attributes) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var (roles, roleCount, exact, doubtful) = (0.0, 0.0, 0.0, 0.0)
    var phrasings: [[Int]: (right: Double, count: Double)] = [:]

    mutating func add(
      _ reading: OperatorReading, _ kind: OperatorKind, _ example: OperatorExample,
      kinds: [OperatorKind]
    ) {
      func number(_ holds: Bool) -> Double { holds ? 1 : 0 }
      let expected = kind.attributes(example.numbers)
      let found = kinds.first { $0.name == reading.kind }
      let traits =
        found.map { $0.traits(with: reading.numbers) == kind.traits(with: example.numbers) }
        ?? false
      let kernel = reading.numbers[.kernel] == example.numbers[.kernel]
      let cost =
        abs(
          OperatorHead.logarithm(ofCost: reading.attributes.cost)
            - OperatorHead.logarithm(ofCost: expected.cost)) <= ReaderEvaluation.costTolerance
      let whole = traits && kernel && cost
      count += 1
      self.whole += number(whole)
      self.traits += number(traits)
      self.kernel += number(kernel)
      self.cost += number(cost)
      attributes += number(reading.attributes.values.dropLast() == expected.values.dropLast())
      if kind.role != .operation {
        roleCount += 1
        roles += number(reading.role == kind.role)
      }
      if case .exact = reading.source { exact += 1 }
      doubtful += number(reading.isDoubtful)
      let place = [example.kind, example.phrasing]
      let known = phrasings[place] ?? (0, 0)
      phrasings[place] = (known.right + number(whole), known.count + 1)
    }

    var figures: Figures {
      let all = max(count, 1)
      let shares = phrasings.values.map { $0.right / $0.count }.sorted()
      return Figures(
        count: Int(count), whole: whole / all, traits: traits / all, kernel: kernel / all,
        cost: cost / all, attributes: attributes / all,
        roles: roleCount > 0 ? roles / roleCount : nil, exact: exact / all,
        doubtful: doubtful / all,
        wholeOfPhrasings: shares.reduce(0, +) / Double(max(1, shares.count)))
    }
  }
}

extension OperatorKind {
  /// The traits with these numbers: a window of one pixel has no neighbours.
  func traits(with numbers: [OperatorNumber: Int]) -> Set<OperatorTrait> {
    numbers[.kernel] == 1 ? traits.subtracting([.spatial]) : traits
  }
}
