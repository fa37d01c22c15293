import Spaces

/// An architecture and its evaluation.
struct EvaluatedArchitecture: Hashable, Sendable {
  let architecture: Architecture
  let evaluation: Evaluation

  /// A total order. The better architecture comes first; of equally good ones the first of the
  /// space's listing.
  func precedes(_ other: EvaluatedArchitecture) -> Bool {
    if evaluation.isBetter(than: other.evaluation) { return true }
    if other.evaluation.isBetter(than: evaluation) { return false }
    return architecture < other.architecture
  }
}

extension EvaluatedArchitecture {
  /// The architectures among the candidates with their evaluations, in order.
  static func all(
    of candidates: [Candidate], _ evaluations: [Evaluation]
  ) -> [EvaluatedArchitecture] {
    zip(candidates, evaluations).compactMap { candidate, evaluation in
      guard case .architecture(let architecture) = candidate else { return nil }
      return EvaluatedArchitecture(architecture: architecture, evaluation: evaluation)
    }
  }
}
