import Randomness

/// A description of an operator whose kind and numbers are known.
package struct OperatorExample: Sendable {
  /// The index of the kind in its corpus.
  package let kind: Int
  /// Which of the kind's phrasings it is made of; their number for a sentence of the wordings.
  package let phrasing: Int
  package let text: String
  /// The numbers of the operator; numbers that the description leaves unsaid have the usual values.
  package let numbers: [OperatorNumber: Int]
  package let description: OperatorDescription
}

extension OperatorCorpus {
  /// How many values of numbers each phrasing is written with, and how many frames each phrase.
  private static let (valuesOfEach, framesOfEach) = (4, 3)

  /// Descriptions made of all phrasings, in all wordings: for training and for evaluation.
  package func examples(using random: inout some RandomNumberGenerator) -> [OperatorExample] {
    var examples: [OperatorExample] = []
    for (place, kind) in kinds.enumerated() {
      for index in kind.phrasings.indices {
        var seen: Set<String> = []
        for text in texts(of: kind, phrasing: index, using: &random)
        where seen.insert(text.text).inserted {
          examples.append(
            OperatorExample(
              kind: place, phrasing: index, text: text.text, numbers: text.numbers,
              description: OperatorDescription(english: text.text)))
        }
      }
    }
    return examples
  }

  /// Draws from each of ``OperatorWordings/sentences``.
  private static let drawsOfEach = 100

  /// Descriptions made of the wordings' sentences, for kinds that the corpus has; for training
  /// alone.
  package func sentences(using random: inout some RandomNumberGenerator) -> [OperatorExample] {
    var examples: [OperatorExample] = []
    for (place, kind) in kinds.enumerated() {
      var seen: Set<String> = []
      for template in wordings.sentences[kind.name] ?? [] {
        for _ in 0..<Self.drawsOfEach {
          let text = Alternatives.filled(template) { random.integer(below: $0) }
          guard seen.insert(text).inserted else { continue }
          examples.append(
            OperatorExample(
              kind: place, phrasing: kind.phrasings.count, text: text, numbers: kind.completed([:]),
              description: OperatorDescription(english: text)))
        }
      }
    }
    return examples
  }

  private func texts(
    of kind: OperatorKind, phrasing: Int, using random: inout some RandomNumberGenerator
  ) -> [(text: String, numbers: [OperatorNumber: Int])] {
    let phrasing = kind.phrasings[phrasing]
    let named = phrasing.namedNumbers
    let count = named.isEmpty ? 1 : Self.valuesOfEach
    var texts: [(text: String, numbers: [OperatorNumber: Int])] = []
    for draw in 0..<count {
      var numbers: [OperatorNumber: Int] = [:]
      for number in OperatorNumber.allCases where named.contains(number) {
        guard let values = kind.numbers[number] else { continue }
        numbers[number] = draw == 0 ? values[0] : values[random.integer(below: values.count)]
      }
      let text = wordings.filled(phrasing.template, with: numbers) {
        random.integer(below: $0)
      }
      var written = [text]
      if phrasing.style == .phrases {
        for _ in 0..<Self.framesOfEach {
          let frame = wordings.frames[random.integer(below: wordings.frames.count)]
          written.append(frame.replacing("<phrase>", with: text))
        }
      }
      texts += written.map { ($0, kind.completed(numbers)) }
      if kind.traits.contains(.convolution), phrasing.style == .phrases {
        let suffix = wordings.normalised[random.integer(below: wordings.normalised.count)]
        texts.append((text + suffix, kind.completed(numbers)))
        let strided = wordings.strided[random.integer(below: wordings.strided.count)]
        var all = kind.completed(numbers)
        all[.stride] = 2
        texts.append((text + strided.replacing("<stride>", with: "2"), all))
      }
    }
    return texts
  }
}

extension OperatorKind.Phrasing {
  /// The numbers that a text made of the template states.
  package var namedNumbers: Set<OperatorNumber> {
    var named = Set(OperatorNumber.allCases.filter { template.contains("<\($0.rawValue)>") })
    if template.contains("<window>") || template.contains("<size>") { named.insert(.kernel) }
    return named
  }
}
