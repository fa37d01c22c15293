import Spaces

/// A description that the corpus does not have, with its reading on its own.
struct UnknownDescription {
  let candidate: Operator
  let description: OperatorDescription
  /// The kind with the nearest description; nil for an empty corpus, and where there are no words.
  let nearest: OperatorReader.Neighbour?
  /// The guess of the trained reader; nil where the nearest description decides.
  let guess: OperatorHead.Guess?

  /// The kind that a description was taken for.
  struct Verdict {
    /// The index of the kind among those of the trained reader; nil when none is probable enough.
    var kind: Int?
    var probability: Float
    var jointDecision: OperatorReading.JointDecision?
  }

  /// The trained reader's verdict on the description alone, whatever space it is of.
  var verdict: Verdict? {
    guess.map {
      Verdict(kind: $0.isClear ? $0.kind : nil, probability: $0.probabilities[$0.kind])
    }
  }

  /// Whether the reader cannot tell the two descriptions apart.
  func says(asMuchAs other: UnknownDescription) -> Bool {
    let (one, two) = (description, other.description)
    return one.words == two.words && one.numbers == two.numbers && one.lines == two.lines
      && one.repetitions == two.repetitions && one.deniesNormalisation == two.deniesNormalisation
      && one.deniesActivation == two.deniesActivation
  }
}

extension [UnknownDescription] {
  /// The indices of descriptions that the reader cannot tell apart, together, in an order that
  /// depends on the descriptions alone.
  var groups: [[Int]] {
    var groups: [[Int]] = []
    for index in indices {
      if let place = groups.firstIndex(where: { self[$0[0]].says(asMuchAs: self[index]) }) {
        groups[place].append(index)
      } else {
        groups.append([index])
      }
    }
    return groups.map { group in
      (group, group.map { self[$0].description.text }.min() ?? "")
    }.sorted { $0.1 < $1.1 }.map(\.0)
  }
}
