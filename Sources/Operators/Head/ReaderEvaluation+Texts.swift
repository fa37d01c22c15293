import Documents
import Files
import Randomness
import Spaces
import Wording

/// Texts that no reader is trained on, in `spaces/operators/evaluation`.
public struct EvaluationTexts: Sendable {
  /// A free description of an operator that is known.
  package struct Description: Sendable {
    package let kind: String
    package let text: String
    /// The numbers that the text states.
    package let numbers: [OperatorNumber: Int]
  }

  let descriptions: [Description]
  /// Descriptions as users have them, by sort.
  package let users: [(sort: String, descriptions: [Description])]
  /// Texts that have nothing to do with networks.
  public let unrelated: [String]
  /// Texts about networks that describe no operator.
  public let near: [String]

  /// - Throws: `FileError` when a file cannot be read, `DocumentError` with everything that is
  ///   wrong with it.
  public init(in installation: Installation) throws {
    try self.init(folder: "\(installation.spaces)/operators/evaluation")
  }

  package init(folder: String) throws {
    let challenge = "\(folder)/challenge.yaml"
    descriptions = try DocumentReader.read(
      InputFile.text(at: challenge), path: challenge, expected: "descriptions of operators",
      required: ["format", "descriptions"]
    ) { file in
      guard file["format"]?.integer(in: 1...1) != nil,
        let kinds = file["descriptions"]?.entries()
      else { return nil }
      return kinds.flatMap { kind, list in
        (list.someElements() ?? []).compactMap { Description(reading: $0, kind: kind) }
      }
    }
    let users = "\(folder)/users.yaml"
    self.users = try DocumentReader.read(
      InputFile.text(at: users), path: users, expected: "descriptions of operators",
      required: ["format", "sorts"]
    ) { file in
      guard file["format"]?.integer(in: 1...1) != nil, let sorts = file["sorts"]?.entries() else {
        return nil
      }
      return sorts.map { sort, list in
        (sort, (list.someElements() ?? []).compactMap { Description(reading: $0, kind: nil) })
      }
    }
    let other = "\(folder)/out-of-domain.yaml"
    (unrelated, near) = try DocumentReader.read(
      InputFile.text(at: other), path: other, expected: "texts that describe no operator",
      required: ["format", "unrelated", "near"]
    ) { file in
      guard file["format"]?.integer(in: 1...1) != nil,
        let unrelated = file["unrelated"]?.someElements(), let near = file["near"]?.someElements()
      else { return nil }
      return (unrelated.compactMap { $0.text() }, near.compactMap { $0.text() })
    }
  }
}

extension EvaluationTexts.Description {
  /// - Parameter kind: nil where the description names its kind
  fileprivate init?(reading value: DocumentValue, kind: String?) {
    let required = kind == nil ? ["kind", "text"] : ["text"]
    guard let section = value.section(required: required, optional: ["numbers"]),
      let text = section["text"]?.text(), let kind = kind ?? section["kind"]?.text()
    else { return nil }
    var numbers: [OperatorNumber: Int] = [:]
    if let stated = section["numbers"]?.section(
      required: [], optional: OperatorNumber.allCases.map(\.rawValue))
    {
      for number in OperatorNumber.allCases {
        guard let value = stated[number.rawValue] else { continue }
        guard let value = value.integer(in: 1...1024) else { return nil }
        numbers[number] = value
      }
    }
    self.init(kind: kind, text: text, numbers: numbers)
  }
}

extension ReaderEvaluation {
  /// The figures on free descriptions, for a reader that was trained on no phrasing with the same
  /// words.
  ///
  /// - Throws: what embedding throws.
  public func challenge(_ texts: EvaluationTexts, seeds: [UInt64]) throws -> Figures {
    let examples = texts.descriptions.enumerated().compactMap { place, text in
      corpus.kinds.firstIndex { $0.name == text.kind }.map { kind in
        OperatorExample(
          kind: kind, phrasing: place, text: text.text,
          numbers: corpus.kinds[kind].completed(text.numbers),
          description: OperatorDescription(english: text.text))
      }
    }
    let keys = Set(examples.map(\.description.key))
    var held: Set<[Int]> = []
    for example in self.examples where keys.contains(example.description.key) {
      held.insert([example.kind, example.phrasing])
    }
    let reader = try reader(seeds: seeds, without: keys) { !held.contains([$0, $1]) }
    return try figures(of: reader, for: examples)
  }

  /// The share of texts that a reader reports as unlike all known descriptions.
  public static func doubtful(_ texts: [String], _ reader: OperatorReader) throws -> Double {
    let readings = try reader.readings(of: texts)
    return Double(readings.count { $0.isDoubtful }) / Double(max(1, readings.count))
  }

  /// Random descriptions of some operators, and a reader that was trained on none of their
  /// wordings.
  ///
  /// - Parameters:
  ///   - operators: the kind of each with its numbers
  ///   - split: which quarter of the phrasings is held out
  public func unseenWordings(
    of operators: [(kind: String, numbers: [OperatorNumber: Int])], split: Int, draws: Int,
    seeds: [UInt64]
  ) throws -> (reader: OperatorReader, wordings: [[String]]) {
    let held = heldPhrasings(split: split)
    let reader = try reader(seeds: seeds) { !held.contains([$0, $1]) }
    var random = SplitMix64(seed: 2000 + UInt64(split))
    let wordings = (0..<draws).map { _ in
      operators.map { wanted in
        let candidates = examples.filter {
          held.contains([$0.kind, $0.phrasing]) && isOne($0, wanted.kind, wanted.numbers)
        }
        return random.element(of: candidates)?.text ?? wanted.kind
      }
    }
    return (reader, wordings)
  }

  /// A reader that was not trained on one kind, and all descriptions of that kind with these
  /// numbers.
  public func unseenKind(
    _ name: String, _ numbers: [OperatorNumber: Int], seeds: [UInt64]
  ) throws -> (reader: OperatorReader, wordings: [String]) {
    let reader = try reader(seeds: seeds) { kind, _ in corpus.kinds[kind].name != name }
    let wordings = examples.filter { isOne($0, name, numbers) }.map(\.text)
    return (reader, wordings)
  }

  /// Whether an example describes an operator of this kind with these numbers.
  private func isOne(
    _ example: OperatorExample, _ kind: String, _ numbers: [OperatorNumber: Int]
  ) -> Bool {
    corpus.kinds[example.kind].name == kind
      && numbers.allSatisfy { example.numbers[$0.key] == $0.value }
  }
}
